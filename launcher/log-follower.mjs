const lookEvery = 300;

/**
 * Prints what the parts write to their logs from now on.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @returns {() => void} stops it
 */
export function followLogs(context) {
  /** @type {Map<string, number>} */
  const printed = new Map();
  const look = () => {
    for (const [name, log] of context.logs) {
      const { size } = log;
      const from = Math.min(printed.get(name) ?? size, size);
      if (size > from) {
        for (const line of log
          .read(from, size - from)
          .trimEnd()
          .split('\n'))
          context.terminal.say(`${name} | ${line}`);
      }
      printed.set(name, size);
    }
  };
  const timer = setInterval(look, lookEvery);
  return () => {
    clearInterval(timer);
    look();
  };
}

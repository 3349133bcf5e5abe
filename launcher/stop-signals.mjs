// npm hands the signal of a Ctrl-C on to us although the terminal has sent it already.
const sameKeystroke = 1000;

/**
 * The first SIGINT, SIGTERM or SIGHUP asks for an orderly stop, a second one for an immediate one.
 *
 * @param {() => void} [force]
 * @returns {{ stopping: AbortSignal, onForce: (action: () => void) => void }}
 */
export function watchStopSignals(force = () => process.exit(1)) {
  const controller = new AbortController();
  let act = force;
  let firstAt = 0;
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        firstAt = Date.now();
        controller.abort();
      } else if (Date.now() - firstAt > sameKeystroke) {
        act();
      }
    });
  }
  return { stopping: controller.signal, onForce: (action) => (act = action) };
}

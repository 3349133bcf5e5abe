/** @param {readonly string[]} args */
export function readOptions(args) {
  const value = (/** @type {string} */ name) => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args[at + 1];
  };
  return {
    json: args.includes('--json'),
    quick: args.includes('--quick'),
    servers: value('--servers')?.split(','),
    scenarios: value('--scenarios')?.split(',') ?? ['A', 'B', 'D'],
    rounds: value('--rounds') === undefined ? undefined : Number(value('--rounds')),
  };
}

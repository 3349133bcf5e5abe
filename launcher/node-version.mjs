const oldestMajor = 20;
const oldestMinor = 19;

/**
 * Ends the process with one clear sentence when Node is too old. It is imported before anything else, so it keeps
 * to syntax that old versions can parse.
 *
 * @param {string} version
 */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(
    `Quire needs Node.js ${oldestMajor}.${oldestMinor} or newer, this is ${version}. Install a newer one from https://nodejs.org or with your package manager.`,
  );
  process.exit(1);
}

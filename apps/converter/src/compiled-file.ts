import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Address of a module that Node itself has to load (a thread, a child process). From `dist` it is the file next to the
 * asking one; from the sources, where tests run, its build in `dist`, or undefined when there is none.
 */
export function compiledFile(name: string, asking: string): URL | undefined {
  const beside = new URL(name, asking);
  if (existsSync(beside)) return beside;
  const built = fileURLToPath(beside).replace(/([\\/])apps([\\/]converter[\\/]src[\\/])/, '$1dist$1apps$2');
  return existsSync(built) ? pathToFileURL(built) : undefined;
}

/** Whether this very code runs from the sources. */
export function isSourceRun(asking: string): boolean {
  return asking.endsWith('.ts');
}

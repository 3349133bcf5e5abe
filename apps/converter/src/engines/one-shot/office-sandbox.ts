import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Virtual memory, in KB: LibreOffice needs half a gigabyte for a page and 1.5 for a huge table. */
const MEMORY_KB = 4 * 1024 ** 2;

export interface Sandbox {
  /** starts LibreOffice with limits, its own profile and no network */
  readonly program: string;
  /** what LibreOffice said on standard error */
  readonly log: string;
  readonly environment: Record<string, string>;
}

/** Prepares a folder in which one LibreOffice runs with a locked-down profile. */
export async function prepareSandbox(folder: string, office: string): Promise<Sandbox> {
  const profile = join(folder, 'profile');
  const temporary = join(folder, 'tmp');
  await mkdir(join(profile, 'user'), { recursive: true });
  await mkdir(temporary);
  await writeFile(join(profile, 'user', 'registrymodifications.xcu'), LOCKED_DOWN);
  const program = join(folder, 'office.sh');
  const log = join(folder, 'office.log');
  await writeFile(program, startScript(office, pathToFileURL(profile).href, log), { mode: 0o700 });
  // Nothing of our own environment: it holds secrets. UTF-8 is the encoding of plain text that is written.
  const environment = { PATH: SYSTEM_PATH, HOME: folder, TMPDIR: temporary, LC_ALL: 'C.UTF-8' };
  return { program, log, environment };
}

/**
 * `$1` is the profile chosen by libreoffice-convert; ours replaces it. That package takes any "error" on standard error
 * for a failure, so it gets none to see. A network namespace is used where the system lets us make one.
 */
function startScript(office: string, profile: string, log: string): string {
  return `#!/bin/sh
shift
ulimit -v ${MEMORY_KB} 2>/dev/null
ulimit -c 0 2>/dev/null
if unshare -rn true 2>/dev/null; then alone="unshare -rn"; else alone=""; fi
exec $alone ${quoted(office)} ${quoted(`-env:UserInstallation=${profile}`)} --norestore --nolockcheck --nologo --nodefault "$@" 2>${quoted(log)}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

const COMMON = '/org.openoffice.Office.Common/Security/Scripting';
const INET = '/org.openoffice.Inet/Settings';

/**
 * No macros, no linked content. The proxy that does not exist closes the last way out, style sheets of web pages
 * (research/libreoffice.md section 5).
 */
const SETTINGS: readonly [path: string, name: string, value: string][] = [
  [COMMON, 'MacroSecurityLevel', '3'],
  [COMMON, 'DisableMacrosExecution', 'true'],
  [COMMON, 'BlockUntrustedRefererLinks', 'true'],
  ['/org.openoffice.Office.Writer/Content/Update', 'Link', '2'],
  ['/org.openoffice.Office.Calc/Content/Update', 'Link', '2'],
  [INET, 'ooInetProxyType', '2'],
  [INET, 'ooInetHTTPProxyName', '127.0.0.1'],
  [INET, 'ooInetHTTPProxyPort', '9'],
  [INET, 'ooInetHTTPSProxyName', '127.0.0.1'],
  [INET, 'ooInetHTTPSProxyPort', '9'],
];

const LOCKED_DOWN = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${SETTINGS.map(([path, name, value]) => `<item oor:path="${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`).join('\n')}
</oor:items>
`;

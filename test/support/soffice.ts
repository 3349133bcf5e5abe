import { existsSync } from 'node:fs';
import { join } from 'node:path';

export function sofficePath(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'soffice'))
    .find((path) => existsSync(path));
}

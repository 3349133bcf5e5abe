import type { OpeningConfig } from '../api/types.js';

/** a save that is being delivered takes a moment before the document has its next key */
const PAUSES_MS = [0, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000];

export type Wait = (ms: number) => Promise<void>;

const waitMs: Wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A configuration with another key than the used one; undefined when none comes within some 17 seconds. */
export async function freshConfig(
  load: () => Promise<OpeningConfig>,
  usedKey: string,
  wait: Wait = waitMs,
): Promise<OpeningConfig | undefined> {
  for (const pause of PAUSES_MS) {
    await wait(pause);
    const config = await load();
    if (config.document.key !== usedKey) return config;
  }
  return undefined;
}

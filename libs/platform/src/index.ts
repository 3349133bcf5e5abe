export type { App, Fanout, Platform, Upstream } from './platform.js';
export {
  BLOB_STORE,
  CONFIG,
  FANOUT,
  LINK_SIGNER,
  PLATFORM,
  PlatformModule,
  TOKENS,
} from './platform.module.js';
export { Queues } from './queues.js';
export { createStandalonePlatform } from './standalone.js';
export { createClusterPlatform } from './cluster.js';
export { runProcess, announceReady } from './process.js';
export { listen } from './listen.js';

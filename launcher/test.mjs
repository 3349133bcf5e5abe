import { requireNode } from './node-version.mjs';

requireNode(process.versions.node);
const { main } = await import('./test-run.mjs');
await main();

import { requireNode } from './node-version.mjs';

requireNode(process.versions.node);
const { main } = await import('./main.mjs');
await main();

import 'reflect-metadata';
import { announceReady, createClusterPlatform, runProcess } from '#libs/platform';
import { createServer } from 'node:http';
import { createStorage } from './storage.app.js';

await runProcess('storage', async (config) => {
  const platform = await createClusterPlatform(config, 'storage');
  const app = await createStorage(platform);
  const server = createServer((request, response) => app.handleRequest(request, response));
  // a slow connection may need long for a large upload
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.quire.services.storage.port, config.quire.host, resolve);
  });
  announceReady('storage');
  return async () => {
    server.close();
    await app.nest.close();
    server.closeAllConnections();
    await platform.close();
  };
});

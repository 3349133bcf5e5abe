import 'reflect-metadata';
import { announceReady, createClusterPlatform, listen, runProcess } from '#libs/platform';
import { createStorage } from './storage.app.js';

await runProcess('storage', async (config) => {
  const platform = await createClusterPlatform(config, 'storage');
  const app = await createStorage(platform);
  const server = await listen(app, config.quire.host, config.quire.services.storage.port);
  announceReady('storage');
  return async () => {
    server.close();
    await app.nest.close();
    server.closeAllConnections();
    await platform.close();
  };
});

import 'reflect-metadata';
import { announceReady, createClusterPlatform, listen, runProcess } from '#libs/platform';
import { createCoauthoring } from './coauthoring.app.js';

await runProcess('coauthoring', async (config) => {
  const platform = await createClusterPlatform(config, 'coauthoring');
  const app = await createCoauthoring(platform);
  const server = await listen(app, config.quire.host, config.quire.services.coauthoring.port);
  announceReady('coauthoring');
  return async () => {
    server.close();
    await app.nest.close();
    await platform.close();
  };
});

import 'reflect-metadata';
import { announceReady, createClusterPlatform, listen, runProcess } from '#libs/platform';
import { createConverter } from './converter.app.js';

await runProcess('converter', async (config) => {
  const platform = await createClusterPlatform(config, 'converter');
  const converter = await createConverter(platform);
  const server = await listen(converter, config.quire.host, config.quire.services.converter.port);
  announceReady('converter');
  return async () => {
    server.close();
    await converter.nest.close();
    server.closeAllConnections();
    await platform.close();
  };
});

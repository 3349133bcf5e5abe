import 'reflect-metadata';
import { announceReady, createClusterPlatform, runProcess } from '#libs/platform';
import { createServer } from 'node:http';
import { createConverter } from './converter.app.js';

await runProcess('converter', async (config) => {
  const platform = await createClusterPlatform(config, 'converter');
  const converter = await createConverter(platform);
  const server = createServer((request, response) => converter.handleRequest(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.quire.services.converter.port, config.quire.host, resolve);
  });
  announceReady('converter');
  return async () => {
    server.close();
    server.closeIdleConnections();
    await converter.nest.close();
    await platform.close();
  };
});

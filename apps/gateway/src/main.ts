import 'reflect-metadata';
import { announceReady, createClusterPlatform, runProcess } from '#libs/platform';
import { createServer } from 'node:http';
import { createGateway } from './gateway.app.js';
import { proxyUpstreams } from './upstreams/proxy-upstreams.js';

await runProcess('gateway', async (config) => {
  const platform = await createClusterPlatform(config, 'gateway');
  const gateway = await createGateway(platform, proxyUpstreams(config));
  const server = createServer((request, response) => gateway.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  const { port } = config.services.CoAuthoring.server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, config.quire.host, resolve);
  });
  announceReady('gateway');
  return async () => {
    server.close();
    server.closeIdleConnections();
    await gateway.nest.close();
    await platform.close();
  };
});

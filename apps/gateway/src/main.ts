import 'reflect-metadata';
import { announceReady, createClusterPlatform, listen, runProcess } from '#libs/platform';
import { createGateway } from './gateway.app.js';
import { proxyUpstreams } from './upstreams/proxy-upstreams.js';

await runProcess('gateway', async (config) => {
  const platform = await createClusterPlatform(config, 'gateway');
  const gateway = await createGateway(platform, proxyUpstreams(config));
  const server = await listen(gateway, config.quire.host, config.services.CoAuthoring.server.port);
  announceReady('gateway');
  return async () => {
    server.close();
    await gateway.nest.close();
    server.closeAllConnections();
    await platform.close();
  };
});

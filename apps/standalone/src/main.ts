import 'reflect-metadata';
import { announceReady, createStandalonePlatform, listen, runProcess } from '#libs/platform';
import { createCoauthoring } from '../../coauthoring/src/coauthoring.app.js';
import { createConverter } from '../../converter/src/converter.app.js';
import { createGateway } from '../../gateway/src/gateway.app.js';
import { createStorage } from '../../storage/src/storage.app.js';

/** All four apps in one process; only the gateway has a port. */
await runProcess('standalone', async (config) => {
  const platform = await createStandalonePlatform(config);
  const converter = await createConverter(platform);
  const coauthoring = await createCoauthoring(platform);
  const storage = await createStorage(platform);
  const gateway = await createGateway(platform, { coauthoring, storage });
  const server = await listen(gateway, config.quire.host, config.services.CoAuthoring.server.port);
  announceReady('standalone');
  return async () => {
    server.close();
    for (const app of [coauthoring, gateway, storage, converter]) await app.nest.close();
    server.closeAllConnections();
    await platform.close();
  };
});

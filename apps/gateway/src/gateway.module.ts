import { PlatformModule, type Platform } from '#libs/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { DocumentsModule } from './documents/documents.module.js';
import { FileLinksModule } from './file-links/file-links.module.js';
import { HealthModule } from './health/health.module.js';
import { UnknownAddressModule } from './unknown-address/unknown-address.module.js';
import { UpstreamsModule, type Upstreams } from './upstreams/upstreams.module.js';

/** The last module answers what no other knows. */
@Module({})
export class GatewayModule {
  static with(platform: Platform, upstreams: Upstreams): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        PlatformModule.with(platform),
        UpstreamsModule.with(upstreams),
        HealthModule,
        FileLinksModule,
        DocumentsModule,
        UnknownAddressModule,
      ],
    };
  }
}

import { PersistenceModule } from '#libs/persistence';
import { PlatformModule, type Platform } from '#libs/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health/health.controller.js';
import { LibraryModule } from './library/library.module.js';

@Module({})
export class StorageModule {
  static with(platform: Platform): DynamicModule {
    return {
      module: StorageModule,
      imports: [
        PlatformModule.with(platform),
        PersistenceModule.with({ url: platform.databaseUrl, app: 'storage' }),
        ...(platform.config.quire.library.enabled ? [LibraryModule] : []),
      ],
      controllers: [HealthController],
    };
  }
}

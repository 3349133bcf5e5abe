import { PlatformModule, type Platform } from '#libs/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { ConversionModule } from './conversion/conversion.module.js';
import { HealthModule } from './health/health.module.js';

@Module({})
export class ConverterModule {
  static with(platform: Platform): DynamicModule {
    return {
      module: ConverterModule,
      imports: [PlatformModule.with(platform), ConversionModule, HealthModule],
    };
  }
}

import { Module } from '@nestjs/common';
import { EnginesModule } from '../engines/engines.module.js';
import { DescribeController } from './describe.controller.js';
import { HealthController } from './health.controller.js';

@Module({ imports: [EnginesModule], controllers: [HealthController, DescribeController] })
export class HealthModule {}

import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { PartsHealth } from './parts-health.js';

@Module({ controllers: [HealthController], providers: [PartsHealth] })
export class HealthModule {}

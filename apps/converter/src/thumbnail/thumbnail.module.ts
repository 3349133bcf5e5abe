import { Module } from '@nestjs/common';
import { EnginesModule } from '../engines/engines.module.js';
import { MakeThumbnail } from './make-thumbnail.js';

@Module({ imports: [EnginesModule], providers: [MakeThumbnail], exports: [MakeThumbnail] })
export class ThumbnailModule {}

import { Module } from '@nestjs/common';
import { AssemblyModule } from '../assembly/assembly.module.js';
import { DownloadModule } from '../download/download.module.js';
import { EnginesModule } from '../engines/engines.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { ThumbnailModule } from '../thumbnail/thumbnail.module.js';
import { ConversionProcessor } from './conversion.processor.js';
import { OpenDocument } from './open-document.js';

@Module({
  imports: [DownloadModule, EnginesModule, ThreadsModule, AssemblyModule, ThumbnailModule],
  providers: [ConversionProcessor, OpenDocument],
})
export class ConversionModule {}

import { Module } from '@nestjs/common';
import { EnginesModule } from '../engines/engines.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { AssembleDocument } from './assemble-document.js';
import { SaveAsOrigin } from './save-as-origin.js';

@Module({
  imports: [EnginesModule, ThreadsModule],
  providers: [AssembleDocument, SaveAsOrigin],
  exports: [AssembleDocument],
})
export class AssemblyModule {}

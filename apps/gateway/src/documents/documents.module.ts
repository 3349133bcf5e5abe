import { Module } from '@nestjs/common';
import { DocumentsController } from './documents.controller.js';
import { TimelineAccess } from './timeline-access.js';

@Module({ controllers: [DocumentsController], providers: [TimelineAccess] })
export class DocumentsModule {}

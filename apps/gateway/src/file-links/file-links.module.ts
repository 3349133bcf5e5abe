import { Module } from '@nestjs/common';
import { FileLinksController } from './file-links.controller.js';

@Module({ controllers: [FileLinksController] })
export class FileLinksModule {}

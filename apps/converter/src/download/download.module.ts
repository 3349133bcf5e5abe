import { Module } from '@nestjs/common';
import { SourceDownloader } from './source-downloader.js';

@Module({ providers: [SourceDownloader], exports: [SourceDownloader] })
export class DownloadModule {}

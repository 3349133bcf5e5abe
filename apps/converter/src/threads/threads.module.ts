import { Module } from '@nestjs/common';
import { WordThreads } from './word-threads.js';

@Module({ providers: [WordThreads], exports: [WordThreads] })
export class ThreadsModule {}

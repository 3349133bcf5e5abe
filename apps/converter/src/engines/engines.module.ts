import { Module } from '@nestjs/common';
import { Engines } from './engines.js';
import { NativeEngine } from './native/native-engine.js';
import { OneShotEngine } from './one-shot/one-shot-engine.js';
import { PictureMaker } from './picture/picture-maker.js';

@Module({ providers: [Engines, NativeEngine, OneShotEngine, PictureMaker], exports: [Engines, PictureMaker] })
export class EnginesModule {}

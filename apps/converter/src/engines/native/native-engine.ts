import { Injectable } from '@nestjs/common';
import type { ConversionEngine, ConversionRequest, EngineState } from '../conversion-engine.js';

/** Word's own formats are edited as they are, macros and unknown parts included. */
@Injectable()
export class NativeEngine implements ConversionEngine {
  readonly name = 'native';

  async available(): Promise<EngineState> {
    return { name: this.name, isAvailable: true, detail: 'opens and saves docx, docm, dotx and dotm' };
  }

  async convert({ source }: ConversionRequest): Promise<Buffer> {
    return source;
  }
}

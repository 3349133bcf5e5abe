import { DomainError } from '#libs/errors';
import { Inject, Injectable } from '@nestjs/common';
import { formatFacts } from '../sniff/document-format.js';
import type { ConversionRequest, EngineState } from './conversion-engine.js';
import { checkOutput } from './output-check.js';
import { NativeEngine } from './native/native-engine.js';
import { OneShotEngine } from './one-shot/one-shot-engine.js';
import { engineFor } from './pair-table.js';

/** All engines behind one door: picks one, and believes its result only after a look at it. */
@Injectable()
export class Engines {
  constructor(
    @Inject(NativeEngine) private readonly native: NativeEngine,
    @Inject(OneShotEngine) private readonly oneShot: OneShotEngine,
  ) {}

  describe(): Promise<EngineState[]> {
    return Promise.all([this.native.available(), this.oneShot.available()]);
  }

  /** @throws DomainError 'unsupported-format' and those of ConversionEngine.convert */
  async convert(request: ConversionRequest, signal: AbortSignal): Promise<Buffer> {
    const name = engineFor(request.from, request.to);
    if (name === undefined) {
      throw new DomainError(
        'unsupported-format',
        `${formatFacts[request.from].name} cannot be turned into ${request.to === 'master' ? 'an editable document' : request.to}.`,
      );
    }
    signal.throwIfAborted();
    const engine = name === 'native' ? this.native : this.oneShot;
    const output = await engine.convert(request, signal);
    if (name !== 'native') await checkOutput(output, request.to);
    return output;
  }
}

import { inContext } from '#libs/observability';
import type { ConversionOutcome } from '#libs/queues';
import { Injectable } from '@nestjs/common';
import { OpeningOutcome } from '../opening/opening-outcome.js';
import { AssemblyOutcome } from './assembly-outcome.js';

/** Outcomes of the converter, by message (quick) or found by the reconciler (sure); taking one twice is harmless. */
@Injectable()
export class ConversionOutcomes {
  constructor(
    private readonly openings: OpeningOutcome,
    private readonly assemblies: AssemblyOutcome,
  ) {}

  async take(outcome: ConversionOutcome): Promise<void> {
    if (outcome.kind === 'thumbnail') return;
    await inContext({ documentKey: outcome.documentKey }, async () => {
      if (outcome.kind === 'open') await this.openings.take(outcome);
      else await this.assemblies.take(outcome);
    });
  }
}

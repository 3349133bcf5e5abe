import { conversionFinished } from '#libs/contracts';
import { inContext } from '#libs/observability';
import type { ConversionOutcome } from '#libs/queues';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { OpeningOutcome } from '../opening/opening-outcome.js';
import { AssemblyOutcome } from './assembly-outcome.js';

/** Outcomes of the converter, by message (quick) or found by the reconciler (sure); taking one twice is harmless. */
@Controller()
export class ConversionOutcomeController {
  constructor(
    private readonly openings: OpeningOutcome,
    private readonly assemblies: AssemblyOutcome,
  ) {}

  @EventPattern(conversionFinished.pattern)
  async finished(@Payload() payload: unknown): Promise<void> {
    await this.take(conversionFinished.payload.parse(payload));
  }

  async take(outcome: ConversionOutcome): Promise<void> {
    if (outcome.kind === 'thumbnail') return;
    await inContext({ documentKey: outcome.documentKey }, async () => {
      if (outcome.kind === 'open') await this.openings.take(outcome);
      else await this.assemblies.take(outcome);
    });
  }
}

import { conversionFinished } from '#libs/contracts';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ConversionOutcomes } from './conversion-outcomes.js';

@Controller()
export class ConversionOutcomeController {
  constructor(private readonly outcomes: ConversionOutcomes) {}

  @EventPattern(conversionFinished.pattern)
  async finished(@Payload() payload: unknown): Promise<void> {
    await this.outcomes.take(conversionFinished.payload.parse(payload));
  }
}

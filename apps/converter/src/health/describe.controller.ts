import { describeConverter, type ReplyOf } from '#libs/contracts';
import { Controller, Inject } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { Engines } from '../engines/engines.js';

@Controller()
export class DescribeController {
  constructor(@Inject(Engines) private readonly engines: Engines) {}

  @MessagePattern(describeConverter.pattern)
  async describe(): Promise<ReplyOf<typeof describeConverter>> {
    return { engines: await this.engines.describe() };
  }
}

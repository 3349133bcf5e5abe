import { DomainError } from '#libs/errors';
import { All, Controller } from '@nestjs/common';

@Controller()
export class UnknownAddressController {
  @All('*path')
  refuse(): never {
    throw new DomainError('not-found', 'There is nothing at this address.');
  }
}

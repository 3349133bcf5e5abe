import { Module } from '@nestjs/common';
import { UnknownAddressController } from './unknown-address.controller.js';

@Module({ controllers: [UnknownAddressController] })
export class UnknownAddressModule {}

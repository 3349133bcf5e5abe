import { createLinkSigner, createTokens } from '#libs/auth';
import { MessageClient, messageProviders } from '#libs/messaging';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Platform } from './platform.js';
import { Queues } from './queues.js';

export const CONFIG = Symbol('config');
export const BLOB_STORE = Symbol('blob store');
export const FANOUT = Symbol('fanout');
export const TOKENS = Symbol('tokens');
export const LINK_SIGNER = Symbol('link signer');
export const PLATFORM = Symbol('platform');

/** Gives every module of an app what the profile chose. */
@Global()
@Module({})
export class PlatformModule {
  static with(platform: Platform): DynamicModule {
    const { config } = platform;
    const provided = [
      { provide: PLATFORM, useValue: platform },
      { provide: CONFIG, useValue: config },
      { provide: BLOB_STORE, useValue: platform.blobs },
      { provide: FANOUT, useValue: platform.fanout },
      { provide: TOKENS, useValue: createTokens(config) },
      { provide: LINK_SIGNER, useValue: createLinkSigner(config.storage.fs.secretString) },
      { provide: MessageClient, useValue: new MessageClient(platform.transport) },
      { provide: Queues, useFactory: () => new Queues(platform.queueConnection) },
    ];
    return {
      module: PlatformModule,
      providers: [...provided, ...messageProviders],
      exports: provided.map((p) => p.provide),
    };
  }
}

import type { Upstream } from '#libs/platform';
import { Global, Module, type DynamicModule } from '@nestjs/common';

/** The apps that traffic is passed on to. */
export interface Upstreams {
  readonly coauthoring: Upstream;
  readonly storage: Upstream;
}

export const UPSTREAMS = Symbol('upstreams');

@Global()
@Module({})
export class UpstreamsModule {
  static with(upstreams: Upstreams): DynamicModule {
    return {
      module: UpstreamsModule,
      providers: [{ provide: UPSTREAMS, useValue: upstreams }],
      exports: [UPSTREAMS],
    };
  }
}

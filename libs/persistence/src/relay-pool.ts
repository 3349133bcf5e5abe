import { Inject, Injectable, Logger, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { Pool } from 'pg';

export const RELAY_POOL = Symbol('relay pool');

/** Connections of the change log: one appends, the others read for joiners. */
const CONNECTIONS = 4;

export function relayPool(url: string): Provider {
  return {
    provide: RELAY_POOL,
    useFactory: () => {
      const pool = new Pool({ connectionString: url, max: CONNECTIONS, application_name: 'quire relay' });
      pool.on('error', (error) =>
        new Logger('relay pool').warn(`a database connection was lost: ${error.message}`),
      );
      return pool;
    },
  };
}

@Injectable()
export class RelayPoolCloser implements OnApplicationShutdown {
  constructor(@Inject(RELAY_POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

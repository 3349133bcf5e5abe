import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createDataSource, migrate } from './data-source.js';
import { RelayPoolCloser, relayPool } from './relay-pool.js';
import { repositories } from './repositories.js';

/** Opens the database of one app, brings the schema up to date and provides the repositories. */
@Module({})
export class PersistenceModule {
  static with(options: { url: string; app: string; poolSize?: number }): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({}),
          dataSourceFactory: async () => {
            const dataSource = createDataSource(options.url, `quire ${options.app}`, options.poolSize);
            await dataSource.initialize();
            await migrate(dataSource);
            return dataSource;
          },
        }),
      ],
      providers: [...repositories, relayPool(options.url), RelayPoolCloser],
      exports: repositories,
    };
  }
}

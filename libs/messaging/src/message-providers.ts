import { toDomainError } from '#libs/errors';
import {
  Catch,
  Injectable,
  Logger,
  type ArgumentsHost,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { RmqContext } from '@nestjs/microservices';
import { finalize, throwError, type Observable } from 'rxjs';

/** Acknowledges a RabbitMQ message when its handler has finished, so that handlers never see the channel. */
@Injectable()
class AcknowledgeWhenDone implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rpc = context.getType() === 'rpc' ? context.switchToRpc().getContext<unknown>() : undefined;
    if (!(rpc instanceof RmqContext)) return next.handle();
    const channel = rpc.getChannelRef() as { ack(message: unknown): void };
    return next.handle().pipe(finalize(() => channel.ack(rpc.getMessage())));
  }
}

/** One translation of domain errors for messages and HTTP. */
@Catch()
class DomainErrorFilter extends BaseExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('errors');

  constructor(host: HttpAdapterHost) {
    super(host.httpAdapter);
  }

  override catch(error: unknown, host: ArgumentsHost): unknown {
    const isNestHttpError = typeof (error as { getStatus?: unknown })?.getStatus === 'function';
    if (host.getType() === 'http' && isNestHttpError) return super.catch(error, host);
    const domain = toDomainError(error);
    if (domain.translation.http >= 500)
      this.logger.error(domain.message, domain.cause instanceof Error ? domain.cause.stack : domain.stack);
    if (host.getType() !== 'http') return throwError(() => domain.toJSON());
    const response = host.switchToHttp().getResponse<{
      headersSent: boolean;
      status(code: number): { json(body: unknown): void };
    }>();
    if (!response.headersSent) response.status(domain.translation.http).json({ error: domain.toJSON() });
    return undefined;
  }
}

/** Registered as APP_* so that they hold for HTTP and for messages (`inheritAppConfig: true`). */
export const messageProviders: Provider[] = [
  { provide: APP_INTERCEPTOR, useClass: AcknowledgeWhenDone },
  { provide: APP_FILTER, useClass: DomainErrorFilter },
];

import {
  ownerOf,
  type Command,
  type Event,
  type PayloadOf,
  type ReplyOf,
  type RequestOf,
} from '#libs/contracts';
import { DomainError, errors, type ErrorCode } from '#libs/errors';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { lastValueFrom, timeout } from 'rxjs';
import { z } from 'zod';
import type { MessageTransport } from './message-transport.js';

const wireError = z.object({ code: z.string(), message: z.string() });

/** Asks other apps and tells them what happened; the only place that knows the transport. */
@Injectable()
export class MessageClient implements OnApplicationShutdown {
  private readonly owners = new Map<string, ClientProxy>();
  private events: ClientProxy | undefined;

  constructor(private readonly transport: MessageTransport) {}

  /** @throws DomainError with the code that the other app gave */
  async ask<C extends Command>(contract: C, request: RequestOf<C>, waitMs = 10_000): Promise<ReplyOf<C>> {
    const owner = ownerOf(contract);
    let client = this.owners.get(owner);
    if (!client) this.owners.set(owner, (client = this.transport.commandClient(owner)));
    try {
      const answer = await lastValueFrom(
        client.send<unknown>(contract.pattern, contract.request.parse(request)).pipe(timeout(waitMs)),
      );
      return contract.reply.parse(answer) as ReplyOf<C>;
    } catch (error) {
      throw asDomainError(error, contract.pattern);
    }
  }

  async announce<E extends Event>(contract: E, payload: PayloadOf<E>): Promise<void> {
    this.events ??= this.transport.eventClient();
    await lastValueFrom(this.events.emit(contract.pattern, contract.payload.parse(payload)), {
      defaultValue: undefined,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    for (const client of [...this.owners.values(), ...(this.events ? [this.events] : [])])
      await client.close();
  }
}

function asDomainError(error: unknown, pattern: string): DomainError {
  if (error instanceof DomainError) return error;
  const parsed = wireError.safeParse(error);
  if (parsed.success && parsed.data.code in errors) {
    return new DomainError(parsed.data.code as ErrorCode, parsed.data.message, { cause: error });
  }
  return new DomainError('unknown', 'Another part of the server did not answer.', {
    cause: new Error(`no answer to ${pattern}`, { cause: error }),
  });
}

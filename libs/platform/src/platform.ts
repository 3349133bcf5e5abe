import type { BlobStore } from '#libs/blob-store';
import type { Config } from '#libs/config';
import type { MessageTransport } from '#libs/messaging';
import type { QueueConnection } from '#libs/queues';
import type { INestApplication } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Sends small binary messages to the other coauthoring replicas; may lose some (they have sequence numbers). */
export interface Fanout {
  /** There are no other replicas: whoever publishes may spare himself the message. */
  readonly isAlone?: true;
  publish(channel: string, message: Uint8Array): void;
  /** Own messages are not delivered. Resolves when the subscription is active. */
  subscribe(channel: string, listener: (message: Uint8Array) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Everything that differs between the profiles. Only a profile's composition root makes one. */
export interface Platform {
  readonly config: Config;
  /** name of this process among its replicas */
  readonly replicaId: string;
  readonly databaseUrl: string;
  readonly transport: MessageTransport;
  readonly queueConnection: QueueConnection;
  readonly blobs: BlobStore;
  readonly fanout: Fanout;
  close(): Promise<void>;
}

/** The HTTP and WebSocket side of another app, as the gateway passes requests on to it. */
export interface Upstream {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** A started Nest app (initialised, not listening). */
export interface App extends Upstream {
  readonly nest: INestApplication;
}

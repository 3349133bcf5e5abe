import { z } from 'zod';
import { duration, size } from './units.js';

/*
 * Keys outside `quire` are the integrator contract's (contract/configuration.md); unknown ones are ignored there,
 * because integrators carry old files over. Under `quire` an unknown key is an error, so that a typing mistake
 * cannot pass. Defaults are in config/default.json only.
 */

const secret = z.object({ string: z.string() });
const timeout = z.object({ connectionAndInactivity: duration('ms'), wholeCycle: duration('ms') });
const service = z.strictObject({ port: z.number().int().min(0).max(65535), url: z.string() });

const coAuthoring = z.object({
  server: z.object({
    port: z.number().int().min(0).max(65535),
    savetimeoutdelay: duration('ms'),
    assemblyFormatAsOrigin: z.boolean(),
    maxRequestChanges: z.number().int().positive(),
    tokenRequiredParams: z.boolean(),
    limits_tempfile_upload: size(),
    callbackRequestTimeout: timeout,
  }),
  editor: z.object({
    maxChangesSize: size(),
    websocketMaxPayloadSize: size(),
    reconnection: z.object({ attempts: z.number().int(), delay: duration('ms') }),
  }),
  callbackBackoffOptions: z.object({
    retries: z.number().int().min(0),
    timeout: z.object({ factor: z.number(), minTimeout: z.number(), maxTimeout: z.number() }),
    httpStatus: z.string(),
  }),
  token: z.object({
    enable: z.object({
      browser: z.boolean(),
      request: z.object({ inbox: z.boolean(), outbox: z.boolean() }),
    }),
    browser: z.object({ secretFromInbox: z.boolean() }),
    inbox: z.object({ header: z.string(), prefix: z.string() }),
    outbox: z.object({
      header: z.string(),
      prefix: z.string(),
      algorithm: z.literal('HS256'),
      expires: duration('ms'),
    }),
    session: z.object({ algorithm: z.literal('HS256'), expires: duration('ms') }),
    verifyOptions: z.object({ clockTolerance: z.number().min(0) }),
  }),
  secret: z.object({ browser: secret, inbox: secret, outbox: secret, session: secret }),
  expire: z.object({
    files: duration('s'),
    presence: duration('s'),
    updateVersionStatus: duration('ms'),
    sessionabsolute: duration('ms'),
  }),
  socketio: z.object({
    connection: z.object({ path: z.string(), pingInterval: duration('ms'), pingTimeout: duration('ms') }),
  }),
  'request-filtering-agent': z.object({
    allowPrivateIPAddress: z.boolean(),
    allowMetaIPAddress: z.boolean(),
  }),
  sql: z.object({ url: z.string() }),
  redis: z.object({ url: z.string(), prefix: z.string() }),
});

const quire = z.strictObject({
  dataDir: z.string(),
  host: z.string(),
  /** name of this process among its replicas; empty: host name and pid */
  replicaId: z.string().max(128),
  /** allows well-known secrets and other things that have no place in production */
  development: z.boolean(),
  services: z.strictObject({ coauthoring: service, converter: service, storage: service }),
  library: z.strictObject({
    enabled: z.boolean(),
    /** address by which our own services reach the library; empty: the address the browser used */
    internalUrl: z.string(),
    maxUploadBytes: size(),
    /** how long a deleted file can be brought back */
    trashFor: duration('ms'),
  }),
  relay: z.strictObject({
    /** rows of one group commit; research/relay.md: beyond 200-500 the commit time grows faster than the batch */
    maxRowsPerCommit: z.number().int().positive(),
    /** a single change may be larger; it is then stored alone */
    maxBytesPerCommit: size(),
    maxQueuedBytes: size(),
    maxSocketBuffer: size(),
    compactAfterChanges: z.number().int().positive(),
  }),
  reconcile: z.strictObject({ every: duration('ms') }),
  delivery: z.strictObject({ retryEvery: duration('ms'), retryFor: duration('ms') }),
  log: z.strictObject({
    level: z.enum(['verbose', 'debug', 'log', 'warn', 'error', 'fatal']),
    json: z.boolean(),
  }),
});

export const configSchema = z.object({
  services: z.object({ CoAuthoring: coAuthoring }),
  FileConverter: z.object({
    converter: z.object({
      maxDownloadBytes: size(),
      downloadTimeout: timeout,
      downloadAttemptMaxCount: z.number().int().positive(),
      downloadAttemptDelay: duration('ms'),
      maxprocesscount: z.number().int().positive(),
      maxRedeliveredCount: z.number().int().min(0),
    }),
  }),
  externalRequest: z.object({
    directIfIn: z.object({ jwtToken: z.boolean(), allowList: z.array(z.string()) }),
  }),
  queue: z.object({ visibilityTimeout: duration('s'), retentionPeriod: duration('s') }),
  rabbitmq: z.object({ url: z.string() }),
  storage: z.object({
    name: z.literal('storage-fs'),
    externalHost: z.string(),
    fs: z.object({ folderPath: z.string(), urlExpires: duration('s'), secretString: z.string() }),
  }),
  quire,
});

/** All settings, durations in milliseconds, sizes in bytes. */
export type Config = z.infer<typeof configSchema>;

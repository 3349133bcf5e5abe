export type { MessageTransport } from './message-transport.js';
export { InProcessTransport } from './in-process-transport.js';
export { RabbitMqTransport } from './rabbitmq-transport.js';
export { MessageClient } from './message-client.js';
export { messageProviders } from './message-providers.js';

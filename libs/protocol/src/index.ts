export * from './change-ranges.js';
export * from './client-messages.js';
export * from './server-messages.js';
export * from './frame-codec.js';
export * from './document-key.js';
export { PROTOCOL_VERSION, CLOSE_CODES, editingPath } from './constants.js';

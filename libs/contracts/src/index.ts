export {
  command,
  event,
  ownerOf,
  type Command,
  type Event,
  type PayloadOf,
  type ReplyOf,
  type RequestOf,
} from './contract.js';
export * from './converter.contracts.js';
export * from './coauthoring.contracts.js';

export { DomainError, isDomainError, toDomainError } from './domain-error.js';
export { errors, translationOf } from './error-table.js';
export type { ErrorCode, Translation } from './error-table.js';

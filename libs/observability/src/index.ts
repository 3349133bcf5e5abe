export { createLogger } from './logger.js';
export { inContext, currentContext, type LogContext } from './log-context.js';

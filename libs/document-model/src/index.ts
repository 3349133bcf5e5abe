export { createBlankDocx } from './blank/blank-docx.js';
export { ENGINE_VERSION, YJS_VERSION, type BaseIdentity } from './base-identity.js';
export { WordDocumentError, type WordDocumentErrorCode } from './errors.js';
export { openMaster, type OpenedMaster } from './open-master.js';
export type { CaretPosition } from './session/caret-positions.js';
export { createHeadlessReplica, type HeadlessReplica } from './session/headless-replica.js';
export { WordSession, type OperationGate, type WordSessionOptions } from './session/word-session.js';
export { assembleWord, type AssembledWord } from './assembly/assemble-word.js';
export { validateAssembled } from './assembly/validate-assembled.js';

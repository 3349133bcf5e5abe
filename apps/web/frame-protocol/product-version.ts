/**
 * What `DocsAPI.DocEditor.version()` answers. Integrators compare it with the versions of the editor they know, so
 * it moves with the contract we speak, and is the same in api.js and the frame of one build.
 */
export const PRODUCT_VERSION = '9.0.0';

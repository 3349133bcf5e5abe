import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** api.js: one plain script without dependencies that any page can include. */
export default defineConfig({
  root,
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: resolve(root, '../../dist/web/api/documents'),
    emptyOutDir: false,
    lib: {
      entry: resolve(root, 'api/src/index.ts'),
      formats: ['iife'],
      name: 'QuireApi',
      fileName: () => 'api.js',
    },
  },
});

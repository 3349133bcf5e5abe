import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';
import { documentFonts } from './document-fonts/font-files-plugin.js';
import { englishOnly } from './engine-texts/english-only-plugin.js';

const root = import.meta.dirname;

/** The pages. `base` is relative, because the product may sit under any path prefix. */
export default defineConfig({
  root,
  base: './',
  plugins: [
    react(),
    englishOnly(),
    documentFonts(resolve(root, '../../node_modules')),
    // the word surface is megabytes of text: compressed once here, not for every reader
    compression({ include: /\.(?:js|css|html|wasm|ttf|svg)$/, threshold: 4096, algorithms: ['gzip'] }),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: resolve(root, '../../dist/web'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 6000,
    rollupOptions: {
      input: {
        editor: resolve(root, 'editor/index.html'),
        library: resolve(root, 'library/index.html'),
        edit: resolve(root, 'library/edit.html'),
        preload: resolve(root, 'api/documents/preload.html'),
      },
    },
  },
});

import { parentPort, workerData } from 'node:worker_threads';
import { mergeInTree } from './merge-in-tree.js';

parentPort?.postMessage(mergeInTree(workerData as Uint8Array[]));

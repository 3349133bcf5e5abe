import { z } from 'zod';
import { defineQueue } from './define-queue.js';

export const maintenanceTask = z.enum(['reconcile', 'presence', 'cleanup', 'compact']);
export type MaintenanceTask = z.infer<typeof maintenanceTask>;

export const maintenanceQueue = defineQueue({
  name: 'maintenance',
  data: z.object({ task: maintenanceTask, documentKey: z.string().optional() }),
  result: z.object({ touched: z.number().int() }),
  defaults: { attempts: 1, removeOnComplete: { count: 200 }, removeOnFail: { count: 1_000 } },
});

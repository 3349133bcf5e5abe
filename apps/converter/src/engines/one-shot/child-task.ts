import { z } from 'zod';

/** What the child process is asked to do. */
export const childTask = z.object({
  sourcePath: z.string(),
  /** name whose extension tells LibreOffice the format */
  fileName: z.string(),
  outputPath: z.string(),
  format: z.string(),
  program: z.string(),
  arguments: z.array(z.string()),
  temporaryFolder: z.string(),
});
export type ChildTask = z.infer<typeof childTask>;

export const childAnswer = z.object({ failure: z.string().optional() });
export type ChildAnswer = z.infer<typeof childAnswer>;

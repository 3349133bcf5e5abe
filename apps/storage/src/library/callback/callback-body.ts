import { isDocumentKey } from '#libs/protocol';
import { z } from 'zod';

const person = z.object({ id: z.string(), name: z.string().default('') });

/** Fields of contract/callback.md section 3 that the library needs; `quire` is what our server adds. */
export const callbackBody = z.object({
  key: z.string().refine(isDocumentKey, 'is not a document key'),
  status: z.number().int(),
  users: z.array(z.string().max(128)).max(10_000).default([]),
  url: z.url({ protocol: /^https?$/ }).optional(),
  filetype: z
    .string()
    .regex(/^[a-z0-9]{1,16}$/i)
    .optional(),
  history: z
    .object({ changes: z.array(z.object({ user: person.optional() })).optional() })
    .nullish()
    .catch(undefined),
  quire: z
    .object({
      deliveryId: z.string().min(1).max(64).optional(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      size: z.number().int().optional(),
      /** why the file is not in the format it was opened in */
      rollback: z.string().max(2000).optional(),
      /** why saving failed, for people */
      reason: z.string().max(2000).optional(),
    })
    .optional()
    .catch(undefined),
});
export type CallbackBody = z.infer<typeof callbackBody>;

/** contract/callback.md section 2 */
export const callbackStatus = {
  editing: 1,
  readyForSaving: 2,
  savingFailed: 3,
  closedUnchanged: 4,
  forcesaved: 6,
  forcesaveFailed: 7,
} as const;

/** Who made the changes, in the order of their first change; without a history who made the last one. */
export function authorsOf(body: CallbackBody): { id: string; name: string }[] {
  const authors = new Map<string, string>();
  for (const { user } of body.history?.changes ?? []) {
    if (user && !authors.get(user.id)) authors.set(user.id, user.name);
  }
  if (authors.size === 0) for (const id of body.users) authors.set(id, '');
  return [...authors].map(([id, name]) => ({ id, name }));
}

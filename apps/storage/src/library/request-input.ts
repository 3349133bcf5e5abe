import { DomainError } from '#libs/errors';
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';

/** @throws DomainError 'bad-request' naming the field that is wrong */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the request'}: ${issue.message}`,
  );
  throw new DomainError('bad-request', `The request cannot be understood (${issues.join('; ')}).`, {
    cause: parsed.error,
  });
}

/**
 * Reads a JSON body of at most `limit` bytes.
 * @throws DomainError 'bad-request' | 'too-large'
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new DomainError('too-large', `The request is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new DomainError('bad-request', 'The request is not valid JSON.', { cause: error });
  }
}

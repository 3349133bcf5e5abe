import type { z } from 'zod';

/** A request to one app that is answered now. The pattern is `<owner app>.<verb>`. */
export interface Command<Q extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> {
  readonly kind: 'command';
  readonly pattern: string;
  readonly request: Q;
  readonly reply: A;
}

/** Something that happened. Losing it must never lose work: a reconciler finds the same facts in the database. */
export interface Event<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly pattern: string;
  readonly payload: P;
}

export type RequestOf<C> = C extends Command<infer Q> ? z.infer<Q> : never;
export type ReplyOf<C> = C extends Command<z.ZodType, infer A> ? z.infer<A> : never;
export type PayloadOf<E> = E extends Event<infer P> ? z.infer<P> : never;

export function command<Q extends z.ZodType, A extends z.ZodType>(
  pattern: string,
  request: Q,
  reply: A,
): Command<Q, A> {
  return { kind: 'command', pattern, request, reply };
}

export function event<P extends z.ZodType>(pattern: string, payload: P): Event<P> {
  return { kind: 'event', pattern, payload };
}

/** The app that owns a pattern: `converter.describe` → `converter`. */
export function ownerOf(contract: { readonly pattern: string }): string {
  return contract.pattern.split('.')[0] ?? contract.pattern;
}

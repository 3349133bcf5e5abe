import type { IncomingMessage, ServerResponse } from 'node:http';

const LINGER_MS = 5_000;

/**
 * Ends a request whose body nobody wants any more. Closing at once would make whoever is still sending (a browser, or
 * the proxy in front of us) report a broken connection instead of the answer, so the rest is read and thrown away for a
 * moment. A file refused by its announced length is answered at once: its sender need not begin.
 */
export async function discardRest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.complete || request.destroyed) return;
  response.setHeader('Connection', 'close');
  request.resume();
  const isAnnounced = request.headers['content-length'] !== undefined;
  const ended = untilEnded(request);
  if (!isAnnounced) await ended;
  else void ended.then(() => request.destroy());
}

/** Resolves when the sender has finished or gone away, or when it takes him too long. */
async function untilEnded(request: IncomingMessage): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS);
    timer.unref();
    for (const event of ['end', 'close'] as const) {
      request.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
}

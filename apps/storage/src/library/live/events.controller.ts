import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LibraryChanges } from './library-changes.js';

/** proxies close connections that are silent for a minute */
const HEARTBEAT_MS = 20_000;

/** Server-sent events: says *that* something changed; the page then fetches the list. */
@Controller('api/library/events')
export class EventsController {
  constructor(private readonly changes: LibraryChanges) {}

  @Get()
  stream(@Req() request: Request, @Res() response: Response): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 2000\n\nevent: connected\ndata: {}\n\n');
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    const stopListening = this.changes.listen(
      () => response.write('event: changed\ndata: {}\n\n'),
      () => response.end(),
    );
    request.on('close', () => {
      clearInterval(heartbeat);
      stopListening();
      response.end();
    });
  }
}

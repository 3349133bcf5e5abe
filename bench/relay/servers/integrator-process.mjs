import { createServer } from 'node:http';
import { tinyDocx } from './tiny-docx.mjs';

/** The integrator that a document server works for: gives the source file, takes callbacks. Ends with the generator. */
const file = tinyDocx();
const server = createServer((request, response) => {
  request.resume();
  if (request.method === 'POST') {
    request.on('end', () =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"error":0}'),
    );
  } else {
    response.writeHead(200, { 'Content-Length': file.byteLength }).end(file);
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
});
process.on('disconnect', () => process.exit());

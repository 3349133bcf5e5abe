import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const retryEvery = 200;
const patience = 3000;

/**
 * Resolves when a service on this machine gives the right answer to a first message.
 *
 * @param {object} question
 * @param {number} question.port
 * @param {string | Uint8Array} question.send
 * @param {(answer: Buffer) => boolean} question.accept
 * @param {AbortSignal} signal
 */
export async function untilAnswers({ port, send, accept }, signal) {
  while (!accept(await ask(port, send, accept))) await pause(retryEvery, undefined, { signal });
}

/**
 * @param {number} port
 * @param {string | Uint8Array} send
 * @param {(answer: Buffer) => boolean} accept
 * @returns {Promise<Buffer>} what came until it was acceptable, the other side closed, or patience ended
 */
function ask(port, send, accept) {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(send));
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('data', (part) => {
      answer = Buffer.concat([answer, part]);
      if (accept(answer)) socket.destroy();
    });
    // Nobody listens yet: an empty answer says so, and the caller asks again.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePort, freePorts, isFree } from './ports.mjs';

const open: Server[] = [];

async function occupy(host?: string): Promise<number> {
  const server = createServer();
  open.push(server);
  await new Promise<void>((resolve) => server.listen({ port: 0, ...(host && { host }) }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('the port of the pages', () => {
  it('is the one asked for', async () => {
    const [port] = await freePorts(1);
    expect(await choosePort(String(port))).toEqual({ port, explicit: true });
  });

  it('is refused in one sentence when somebody else has it', async () => {
    const port = await occupy();
    await expect(choosePort(String(port))).rejects.toThrow(
      `Port ${port} is already used by another program.`,
    );
  });

  it('counts as taken when another program holds it on the loopback address only', async () => {
    expect(await isFree(await occupy('127.0.0.1'))).toBe(false);
  });

  it('is any free one for PORT=0', async () => {
    const { port, explicit } = await choosePort('0');
    expect(port).toBeGreaterThan(0);
    expect(explicit).toBe(false);
  });

  it.each(['abc', '-1', '70000', '80.5', '1e3'])('refuses PORT=%s', async (wanted) => {
    await expect(choosePort(wanted)).rejects.toThrow('PORT must be a number from 0 to 65535');
  });

  it('is found without being asked for', async () => {
    expect((await choosePort(undefined)).port).toBeGreaterThanOrEqual(8000);
  });
});

it('gives different ports when several are wanted at once', async () => {
  expect(new Set(await freePorts(10)).size).toBe(10);
});

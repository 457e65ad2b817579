import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { closeServer, listenOnLoopback } from './loopback-server.ts';

// Below 32,768 Linux hands out no port by itself, so nobody takes one of the block between this look and its use.
const lowest = 10_000;
const highest = 32_000;
const attempts = 100;

/**
 * Finds a run of ports on 127.0.0.1 that nobody listens on and returns the first.
 * @throws Error when there seems to be none.
 */
export async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const base = randomInt(lowest, highest);
    const ports = Array.from({ length: count }, (_, index) => base + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error(`There are no ${count} free ports in a row between ${lowest} and ${highest}.`);
}

/** @throws Error that names the first port of the run that somebody listens on, and what to do. */
export async function requireFreePorts(base: number, count: number): Promise<void> {
  for (let port = base; port < base + count; port += 1) {
    if (await isFree(port)) continue;
    throw new Error(
      `127.0.0.1:${port} is taken, perhaps by another local stack. Stop that one, or use other ports:` +
        ' ROLLERDOOR_PORT_BASE=5400 npm start',
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listenOnLoopback(server, port);
    await closeServer(server);
    return true;
  } catch {
    // Somebody has it: the next block is tried.
    return false;
  }
}

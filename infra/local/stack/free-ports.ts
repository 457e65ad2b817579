import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { closeServer, listenOnLoopback } from '../common/loopback-server.ts';

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
    if (await areFree(base, count)) return base;
  }
  throw new Error(`There are no ${count} free ports in a row between ${lowest} and ${highest}.`);
}

/** @throws Error that names the first port of the run that somebody listens on, and ports that are free. */
export async function requireFreePorts(base: number, count: number): Promise<void> {
  for (let port = base; port < base + count; port += 1) {
    if (await isFree(port)) continue;
    throw new Error(
      `127.0.0.1:${port} is taken, perhaps by another local stack. Stop that one, or use other ports:` +
        ` npm start -- --port-base ${await findFreePortsAfter(base, count)}`,
    );
  }
}

// As far apart as a person counts.
const step = 100;

/** The next round ports that are free, else any. */
async function findFreePortsAfter(base: number, count: number): Promise<number> {
  for (let next = base + step; next < highest; next += step) {
    if (await areFree(next, count)) return next;
  }
  return findFreePorts(count);
}

async function areFree(base: number, count: number): Promise<boolean> {
  const ports = Array.from({ length: count }, (_, index) => base + index);
  return (await Promise.all(ports.map(isFree))).every(Boolean);
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

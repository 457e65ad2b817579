import { Server as HttpServer, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';

/** Binds a server to 127.0.0.1 and returns its port; 0 takes any free one. */
export function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Stops a server without waiting for open connections. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The only error is that it had not been listening.
    server.close(() => resolve());
    if (server instanceof HttpServer) server.closeAllConnections();
  });
}

/** Reads a whole request body. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

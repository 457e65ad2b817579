import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** One file per function with what its processes print, `<function>.log`; later runs append. */
export class FunctionLogs {
  readonly #directory: string;
  readonly #streams = new Map<string, WriteStream>();

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
  }

  /** Returns the function that appends to one function's log. */
  writerOf(functionName: string): (chunk: Buffer | string) => void {
    const stream = createWriteStream(join(this.#directory, `${functionName}.log`), { flags: 'a' });
    this.#streams.set(functionName, stream);
    return (chunk) => {
      if (stream.writable) stream.write(chunk);
    };
  }

  async close(): Promise<void> {
    const streams = [...this.#streams.values()];
    for (const stream of streams) stream.end();
    await Promise.all(streams.map((stream) => finished(stream)));
  }
}

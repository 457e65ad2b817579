import type { Entry, Happening } from '../history.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Keeps what happens, in order, and a hash by which two runs are compared. */
export class Recorder {
  readonly entries: Entry[] = [];
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  add(what: Happening, process = this.#time.actor.name): void {
    const seq = this.entries.length;
    this.entries.push({ seq, atEpochMs: this.#time.nowEpochMs(), process, what });
  }

  /** Over everything that was recorded, by value. */
  hash(): string {
    let hash = 0x811c9dc5;
    for (const { atEpochMs, process, what } of this.entries) {
      hash = mix(hash, `${atEpochMs} ${process} ${textOf(what)}`);
    }
    return (hash >>> 0).toString(16).padStart(8, '0');
  }
}

/** FNV-1a: fast, and nobody tries to fool it. */
function mix(start: number, text: string): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** What a store was given and gave is long, and shows in what follows. */
function textOf(what: Happening): string {
  if (what.kind === 'stored') return `stored ${what.store}.${what.method}`;
  return JSON.stringify(what);
}

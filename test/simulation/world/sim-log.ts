import type { LogFacts } from '../../../shared/ports/log.ts';
import type { FlushableMetrics } from '../../../shared/runtime/metrics.ts';
import type { Recorder } from '../engine/recorder.ts';

/** What the functions log and count, into the history; rare states are read off the counts. */
export class SimLog implements FlushableMetrics {
  readonly counts: Record<string, number> = {};
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  info(event: string, facts?: LogFacts): void {
    this.#add('info', event, JSON.stringify(facts ?? {}));
  }

  warn(event: string, facts?: LogFacts): void {
    this.#add('warn', event, JSON.stringify(facts ?? {}));
  }

  error(event: string, facts?: LogFacts, error?: unknown): void {
    this.#add('error', event, JSON.stringify(facts ?? {}) + describe(error));
  }

  count(name: string, value = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + value;
  }

  flush(): void {}

  #add(level: 'info' | 'warn' | 'error', event: string, about: string): void {
    this.count(event);
    this.#recorder.add({ kind: 'logged', level, text: `${event} ${about}` });
  }
}

/** As the real log tells an error. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause =
    error.cause instanceof Error ? ` (${error.cause.name}: ${error.cause.message})` : '';
  return ` ${error.name}: ${error.message}${cause}`;
}

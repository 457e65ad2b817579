import type { Log, LogFacts, Metrics } from '../../shared/ports/log.ts';

export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  event: string;
  facts: LogFacts;
  error?: unknown;
}

/** Keeps what was logged and counted. */
export class RecordingLog implements Log, Metrics {
  readonly entries: LogEntry[] = [];
  readonly counts = new Map<string, number>();

  info(event: string, facts: LogFacts = {}): void {
    this.entries.push({ level: 'info', event, facts });
  }

  warn(event: string, facts: LogFacts = {}): void {
    this.entries.push({ level: 'warn', event, facts });
  }

  error(event: string, facts: LogFacts = {}, error?: unknown): void {
    this.entries.push({ level: 'error', event, facts, error });
  }

  count(name: string, value = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + value);
  }

  /** The entries of one event. */
  of(event: string): LogEntry[] {
    return this.entries.filter((entry) => entry.event === event);
  }

  /** Everything as one text, to prove that a secret is not in it. */
  text(): string {
    return JSON.stringify(this.entries, (_name, value: unknown) =>
      value instanceof Error ? `${value.name}: ${value.message}` : value,
    );
  }
}

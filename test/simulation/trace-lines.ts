import type { FinishedRun, Happening } from './history.ts';

/** The history for people: one line per entry, with seconds since the start. */
export function traceLines(run: FinishedRun): string[] {
  return run.history.map(({ seq, atEpochMs, process, what }) => {
    const seconds = ((atEpochMs - run.startedAtEpochMs) / 1_000).toFixed(3);
    return `${String(seq).padStart(5)} ${seconds.padStart(10)} ${process.padEnd(22)} ${told(what)}`;
  });
}

const bodyShown = 400;

function told(what: Happening): string {
  const { kind, ...rest } = what;
  if (what.kind === 'arrived') return toldArrival(what);
  if (what.kind === 'stored') {
    const output = shortened(what.output);
    return `${what.store}.${what.method} ${shortened(what.input)} -> ${output}`;
  }
  if (what.kind === 'sent') return `sent ${what.queue} ${what.messageId} ${shortened(what.body)}`;
  return `${kind} ${shortened(rest)}`;
}

function toldArrival(what: Extract<Happening, { kind: 'arrived' }>): string {
  const marks = [
    what.isForeign ? 'foreign' : what.operatorId,
    what.lane,
    what.isLate ? 'LATE' : undefined,
    what.isApplied ? 'APPLIED' : undefined,
    what.idempotencyKey?.slice(0, 8),
    what.epoch === undefined ? undefined : `epoch ${what.epoch}`,
  ].filter((mark) => mark !== undefined);
  const line = `${what.provider} ${what.method} ${what.path} -> ${what.status}`;
  return `${line} [${marks.join(' ')}] ${shortened(what.body)}`;
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > bodyShown ? `${text.slice(0, bodyShown)}…` : text;
}

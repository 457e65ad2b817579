import type { PlantedBug } from './planted-bug.ts';

const ring = 'shared/domain/pacing/ring.ts';
const session = 'shared/application/pacing/session.ts';

/** The providers' caps. */
export const paceBugs: readonly PlantedBug[] = [
  {
    name: 'stamps-at-send-time',
    mistake:
      'A call is remembered by its start and not by its end, so slow ones fall into a later window.',
    breaks: ['I4'],
    edits: [
      {
        file: session,
        find: '    this.#over(slot, this.#now());',
        replace: '    this.#over(slot, slot.startEpochMs);',
      },
      {
        file: ring,
        find: 'let stampEpochMs = startEpochMs + callAtMostMs;',
        replace: 'let stampEpochMs = startEpochMs;',
      },
    ],
  },
  {
    name: 'one-window-only',
    mistake: 'Only the first of a provider\u2019s windows is kept.',
    breaks: ['I4'],
    edits: [
      {
        file: ring,
        find: 'const starts = gates.map((gate) => {',
        replace: 'const starts = gates.slice(0, 1).map((gate) => {',
      },
    ],
  },
  {
    name: 'each-process-paces-alone',
    mistake: 'The ring of calls is kept in memory, and other processes do not see it.',
    breaks: ['I4'],
    edits: [
      {
        file: session,
        find: 'const saved = await this.#parts.rates.save(changed);',
        replace: "const saved: Rate | 'conflict' = changed;",
      },
      {
        file: session,
        find: 'const stored = await this.#parts.rates.get(operatorId, provider);',
        replace:
          'const stored: Rate | undefined = operatorId === provider ? undefined : this.#stored;',
      },
    ],
  },
  {
    name: 'slow-calls-do-not-count',
    mistake: 'A call of more than 400 ms is taken for lost and gives its slot back.',
    breaks: ['I4'],
    edits: [
      {
        file: session,
        find: '    this.#over(slot, this.#now());',
        replace:
          '    this.#over(slot, this.#now() - slot.startEpochMs > 400 ? undefined : this.#now());',
      },
    ],
  },
  {
    name: 'forgets-a-429',
    mistake:
      'A refusal puts off its own call only, and nobody remembers until when nobody may call.',
    breaks: ['I4'],
    edits: [
      {
        file: ring,
        find: 'blockedUntilEpochMs: Math.max(state.blockedUntilEpochMs, untilEpochMs)',
        replace: 'blockedUntilEpochMs: Math.min(state.blockedUntilEpochMs, untilEpochMs)',
      },
      {
        // The smaller share would keep calls away as well, mostly longer than the refusal asked for.
        file: 'shared/domain/pacing/hear.ts',
        find: '  if (!signals.isRefused) return counted;',
        replace: '  if (rate.blockedUntilEpochMs >= 0) return counted;',
      },
    ],
  },
  {
    name: 'lanes-are-equal',
    mistake: 'A load in the background may use all of a window.',
    breaks: ['I13'],
    edits: [
      {
        file: 'shared/domain/pacing/gates.ts',
        find: 'export const laneParts = { live: 1, backfill: 0.8, reconcile: 0.6 } as const;',
        replace: 'export const laneParts = { live: 1, backfill: 1, reconcile: 1 } as const;',
      },
      {
        file: 'shared/domain/pacing/gates.ts',
        find: "if (at.lane === 'live' && left === undefined) return gates;",
        replace: 'if (left === undefined) return gates;',
      },
    ],
  },
];

import type { PlantedBug } from './planted-bug.ts';

const walk = 'shared/application/walk-pages/walk-pages.ts';
const isWork = 'shared/domain/backfill/is-work.ts';
const goOn = 'shared/application/backfill/go-on.ts';

/** Mistakes with runs over earlier documents. */
export const backfillBugs: readonly PlantedBug[] = [
  {
    name: 'cursor-before-the-work',
    mistake: 'A run moves on to the next page before the work of this one is done.',
    breaks: ['I17'],
    edits: [
      {
        file: walk,
        find: "  const worked = await workPage(job, ports);\n  if (worked.kind === 'stopped') return done;",
        replace: `  const nothing = { found: { posted: 0, adopted: 0, parked: 0, left: 0 }, customers: 0, creditNotes };
  const early = await changeRun(ports.backfills, run, (current) =>
    current.step === run.step ? afterPage(current, { ...nothing, next: page.next, total: page.total }, ports.clock.nowEpochMs()) : undefined,
  );
  if (early !== undefined) await follow(early, ports);
  const worked = await workPage(job, ports);
  if (worked.kind === 'stopped') return done;`,
      },
    ],
  },
  {
    name: 'judged-is-done',
    mistake: 'A state that was only taken down before a try is taken for one that was judged.',
    breaks: ['I17'],
    edits: [
      {
        file: isWork,
        find: "  if (link?.judgedVersion?.fingerprint === fingerprint) return 'judged';",
        replace: "  if (link?.judgedVersion?.fingerprint === fingerprint) return 'none';",
      },
    ],
  },
  {
    name: 'called-off-half-way',
    mistake: 'What was begun of a run that is called off is left as it is.',
    breaks: ['I1', 'I12'],
    edits: [
      {
        file: walk,
        find: '  const worked = (await hasBegun(job, ports))\n    ? await workPage(job, ports)\n    : await endAgain(job, ports);',
        replace: '  const worked = await endAgain(job, ports);',
      },
    ],
  },
  {
    name: 'never-looks-at-runs-again',
    mistake: 'A run whose message was lost, or that waited for a connection, is never looked at.',
    breaks: ['I17'],
    edits: [
      {
        file: goOn,
        find: "  if (run.status !== 'running') return false;\n  const sides",
        replace: "  if (run.status !== 'running' || run.step >= 0) return false;\n  const sides",
      },
    ],
  },
];

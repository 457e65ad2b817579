import { describe, expect, it } from 'vitest';
import { ledgerWords, roomViolations } from './engine-rooms.ts';
import { readCode } from './source.ts';

const tree = readCode();

/** `[file, what it imports]`, each breaking one law. */
const planted: readonly [string, string][] = [
  ['shared/application/apply-changes/a.ts', '../post-to-ledger/ledger-applier.ts'],
  ['shared/application/apply-changes/a.ts', '../../ports/ledger/ledger.ts'],
  ['shared/application/apply-changes/a.ts', '../../contracts/settings.ts'],
  ['shared/application/apply-changes/a.ts', '../../domain/mapping/map-invoice.ts'],
  ['shared/application/apply-changes/a.ts', '../settings/ensure-ledger-settings.ts'],
  ['shared/application/effects/a.ts', '../apply-changes/unit.ts'],
  ['shared/domain/effects/a.ts', '../ledger/drafts.ts'],
  ['shared/application/post-to-ledger/a.ts', '../apply-changes/try-changes.ts'],
  ['shared/application/post-to-ledger/a.ts', '../retry/work-counted.ts'],
  ['shared/application/sweep/a.ts', '../post-to-ledger/post-contacts.ts'],
  ['shared/targets/acme/a.ts', '../../application/post-to-ledger/ledger-batch.ts'],
  ['functions/apply-changes/wiring.ts', '../../shared/application/post-to-ledger/apply-units.ts'],
];

const allowed: readonly [string, string][] = [
  ['shared/application/apply-changes/a.ts', '../effects/journal.ts'],
  ['shared/application/post-to-ledger/a.ts', '../apply-changes/unit.ts'],
  ['shared/application/post-to-ledger/a.ts', '../../domain/ledger/drafts.ts'],
  [
    'functions/apply-changes/wiring.ts',
    '../../shared/application/post-to-ledger/ledger-applier.ts',
  ],
  ['shared/targets/acme/a.ts', '../../application/post-to-ledger/ledger-applier.ts'],
  ['shared/targets/acme/a.ts', '../../application/effects/send-effects.ts'],
];

const importing = (path: string, target: string) => [
  { path, text: `import type { B } from '${target}';` },
];

describe('the rooms of engine, effects and appliers', () => {
  it('know only whom they may', () => {
    expect(roomViolations(tree)).toEqual([]);
  });

  it.each(planted)('forbid %s to import %s', (path, target) => {
    expect(roomViolations(importing(path, target))).not.toEqual([]);
  });

  it.each(allowed)('let %s import %s', (path, target) => {
    expect(roomViolations(importing(path, target))).toEqual([]);
  });

  it('speak of no ledger where they serve every target', () => {
    expect(tree.flatMap(ledgerWords)).toEqual([]);
  });

  it.each([
    'shared/application/apply-changes/a.ts',
    'shared/application/effects/a.ts',
    'shared/domain/effects/a.ts',
  ])('are caught when %s does', (path) => {
    expect(ledgerWords({ path, text: '\n// What the ledger refuses.' })).toHaveLength(1);
    expect(ledgerWords({ path, text: 'const xeroMemoryMs = 1;' })).toHaveLength(1);
    expect(ledgerWords({ path, text: '// What the target refuses.' })).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { aDoneNight, aMismatch, anUnevenMonth } from '../../builders/a-compared-month.ts';
import { aProofPage } from '../../builders/a-month-proof.ts';
import { aProofRow } from '../../builders/a-proof-row.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { InMemoryNights } from '../../fakes/in-memory-nights.ts';
import { InMemoryMonthProofs, InMemoryProofPages } from '../../fakes/in-memory-proofs.ts';
import { cliWorld } from './cli-world.ts';

let command: Awaited<ReturnType<typeof aCommand>>;

async function aCommand() {
  const stores = {
    nights: new InMemoryNights(),
    monthProofs: new InMemoryMonthProofs(),
    proofPages: new InMemoryProofPages(),
  };
  const { run, access } = await cliWorld(stores);
  await access.settings.put(ledgerSettings());
  return { ...stores, run };
}

beforeEach(async () => {
  command = await aCommand();
});

describe('rollerdoor month', () => {
  beforeEach(async () => {
    await command.monthProofs.put(anUnevenMonth([aMismatch()]));
    for (const side of ['source', 'ledger'] as const)
      await command.proofPages.put(aProofPage({ side, rows: [aProofRow()] }));
  });

  it('prints what the month-end statement has', async () => {
    const lines = await command.run('month', anOperatorId, '2026-11');

    expect(lines).toContain('Month-end statement, November 2026');
    expect(lines).toContain('1 mismatch over £18.00.');
    expect(lines).toMatch(/^Paid +-£31,442\.00 +-£31,442\.00 +£0\.00$/m);
    expect(lines).toContain('Invoice ABC-361, Ada Byron; Other amount; -£18.00');
  });

  it('prints each document as a line of CSV, with ids in the place of addresses', async () => {
    const csv = await command.run('month', anOperatorId, '2026-11', '--csv');

    expect(csv.trim().split('\n')).toHaveLength(2);
    expect(csv).toContain('paid,inv_0361');
  });

  it('answers in JSON for programs', async () => {
    const answer = await command.run('--json', 'month', anOperatorId, '2026-11');

    expect(JSON.parse(answer)).toMatchObject({ month: '2026-11', found: { amount: 1 } });
  });

  it('says what to do where it was not compared, or is no month', async () => {
    await expect(command.run('month', anOperatorId, '2026-10')).rejects.toThrow(
      'was not compared yet',
    );
    await expect(command.run('month', anOperatorId, 'october')).rejects.toThrow('is no month');
  });
});

describe('rollerdoor nights', () => {
  it('lists what each night found, repaired and took', async () => {
    await command.nights.keep(aDoneNight({ found: { missing: 2 }, repaired: 2 }));
    const lines = await command.run('nights', anOperatorId);

    expect(lines).toMatch(/^30 Nov 2026 .* 2 mismatches .* 2 +11 +9$/m);
  });

  it('says that there was none yet', async () => {
    expect(await command.run('nights', anOperatorId)).toContain('were not compared yet');
  });
});

import { describe, expect, it } from 'vitest';
import { openHostedLink } from '../../../shared/application/connect/hosted-links.ts';
import { NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import { followsLedgerZone } from '../../../shared/domain/settings/follow-zone.ts';
import { portalBaseUrl } from '../../application/connect/connect-world.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { cliWorld } from './cli-world.ts';

describe('rollerdoor issue retry', () => {
  async function parked() {
    const queue = new RecordingChangeQueue();
    const cli = await cliWorld({ queues: { xero: queue } });
    await cli.access.issues.raise(anIssue({ sourceId: 'inv_1', label: 'ACORN-1' }));
    await cli.access.issues.raise(anIssue({ sourceId: 'inv_2', label: 'ACORN-2' }));
    const { replace, get } = cli.world.connections;
    await replace.call(
      cli.world.connections,
      aConnection({ operatorId: anOperatorId, provider: 'stora', epoch: 3 }),
      (await get.call(cli.world.connections, { operatorId: anOperatorId, provider: 'stora' }))
        ?.epoch ?? 0,
    );
    return { ...cli, queue };
  }

  it('queues the named record without its content, for the connection of today', async () => {
    const { run, queue } = await parked();

    expect(await run('issue', 'retry', anOperatorId, 'acorn-2')).toContain('ACORN-2: queued');

    expect(queue.messages()).toMatchObject([{ sourceId: 'inv_2', epoch: 3, eventType: 'retry' }]);
    expect(queue.messages()[0]).not.toHaveProperty('resource');
  });

  it('queues every parked record with --all', async () => {
    const { run, queue } = await parked();

    await run('issue', 'retry', anOperatorId, '--all');

    expect(
      queue
        .messages()
        .map(({ sourceId }) => sourceId)
        .sort(),
    ).toEqual(['inv_1', 'inv_2']);
  });

  it('queues every record of a cause with --cause, in the order of their numbers', async () => {
    const { access, run, queue } = await parked();
    await access.issues.raise(anIssue({ sourceId: 'inv_0', label: 'ACORN-10' }));
    await access.issues.raise(anIssue({ sourceId: 'inv_3', cause: 'locked_period' }));

    const text = await run('issue', 'retry', anOperatorId, '--cause', 'account_missing');

    expect(text).toContain('account_missing: 3 queued');
    expect(queue.messages().map(({ sourceId }) => sourceId)).toEqual(['inv_1', 'inv_2', 'inv_0']);
  });

  it.each([[['--cause', 'no_such_cause']], [['ACORN-1', '--cause', 'account_missing']]])(
    'refuses %j, and queues nothing',
    async (args) => {
      const { run, queue } = await parked();

      await expect(run('issue', 'retry', anOperatorId, ...args)).rejects.toThrow();
      expect(queue.messages()).toEqual([]);
    },
  );

  it.each([[[]], [['ACORN-9']]])('refuses %j with a way on', async (records) => {
    const { run } = await parked();

    await expect(run('issue', 'retry', anOperatorId, ...records)).rejects.toThrow(/--all|status/);
  });
});

describe('rollerdoor operator', () => {
  it('adds an operator and lists it', async () => {
    const { world, run } = await cliWorld();

    await run('operator', 'add', 'acorn', 'Acorn Self Storage');

    expect(await run('operator', 'list')).toContain('acorn  Acorn Self Storage');
    expect(world.activities.all().map(({ type }) => type)).toContain('operator.added');
  });

  it('leaves an operator that exists as it is', async () => {
    const { run } = await cliWorld();

    await expect(run('operator', 'add', anOperatorId, 'Other')).rejects.toThrow('already');
    expect(await run('operator', 'list')).toContain('Harbour Storage');
  });

  it.each(['Acorn', 'a', 'a b', 'a#b', 'x'.repeat(64)])('refuses the id %s', async (id) => {
    const { run } = await cliWorld();

    await expect(run('operator', 'add', id, 'Name')).rejects.toThrow('a-z, 0-9');
  });
});

describe('rollerdoor operator remove', () => {
  it('asks for --yes, and does nothing before', async () => {
    const { world, run } = await cliWorld();

    await expect(run('operator', 'remove', anOperatorId)).rejects.toThrow('--yes');

    expect((await world.operators.get(anOperatorId))?.removal).toBeUndefined();
  });

  it('begins the removal once, and tells how far it is when asked again', async () => {
    const { world, run } = await cliWorld();

    expect(await run('operator', 'remove', anOperatorId, '--yes')).toContain('has begun');

    const removal = (await world.operators.get(anOperatorId))?.removal;
    expect(removal?.actor).toBe('partner');
    world.clock.advance(60_000);
    expect(await run('operator', 'remove', anOperatorId)).toContain(removal?.since);
    expect(await run('operator', 'list')).not.toContain(anOperatorId);
    await world.operators.noteErased(anOperatorId, '2026-12-01T09:00:00.000Z');
    expect(await run('operator', 'remove', anOperatorId)).toContain('Removed on 2026-12-01');
  });

  it('gives the id of a removed operator to nobody', async () => {
    const { run } = await cliWorld();
    await run('operator', 'remove', anOperatorId, '--yes');

    await expect(run('operator', 'add', anOperatorId, 'Other')).rejects.toThrow('was removed');
  });

  it('refuses an operator that does not exist', async () => {
    const { run } = await cliWorld();

    await expect(run('operator', 'remove', 'nobody', '--yes')).rejects.toThrow('no operator');
  });
});

describe('rollerdoor link create', () => {
  it('prints a link that opens', async () => {
    const { world, run } = await cliWorld();

    const url = (await run('link', 'create', anOperatorId, '--days', '2')).trim();

    const token = url.slice(`${portalBaseUrl}/link/`.length);
    expect((await openHostedLink(world.links, token)).kind).toBe('open');
    world.clock.advance(2 * 24 * 3_600_000);
    expect((await openHostedLink(world.links, token)).kind).toBe('closed');
  });

  it('answers in JSON, wherever the option stands', async () => {
    const { run } = await cliWorld();

    const link = JSON.parse(await run('link', 'create', anOperatorId, '--json'));

    expect(link).toMatchObject({ operatorId: anOperatorId, expiresAt: '2026-12-07T09:00:00.000Z' });
  });

  it.each(['0', '8', '1.5', 'many'])('refuses %s days', async (days) => {
    const { run } = await cliWorld();

    await expect(run('link', 'create', anOperatorId, '--days', days)).rejects.toThrow('1 to 7');
  });

  it('says how to add an operator that is missing', async () => {
    const { run } = await cliWorld();

    await expect(run('link', 'create', 'nobody')).rejects.toThrow('rollerdoor operator add nobody');
  });

  it('asks for the address of a portal that it does not know', async () => {
    const { run } = await cliWorld({ portalBaseUrl: '' });

    await expect(run('link', 'create', anOperatorId)).rejects.toThrow('--portal-url');
  });
});

describe('rollerdoor settings set', () => {
  it('has the issues looked at that may have waited for it, and says so', async () => {
    const { access, run } = await cliWorld();
    await access.settings.put(ledgerSettings());
    const set = () => run('settings', 'set', anOperatorId, 'clearingAccountCode', '090');
    expect(await set()).not.toContain('tried again');
    const { operatorId, lastSeenAt } = anIssue();
    await access.issues.raise(anIssue({ cause: 'clearing_account_missing' }));
    await access.issues.watchNext({ operatorId, raisedAt: lastSeenAt }, undefined);

    expect(await set()).toContain('tried again within 5 minutes');

    expect(await access.issues.watched(access.clock.nowEpochMs() + 1, 10)).toHaveLength(1);
  });
});

describe('rollerdoor settings', () => {
  async function worldWithSettings() {
    const world = await cliWorld();
    await world.access.settings.put(ledgerSettings({ clearingAccountCode: '090' }));
    return world;
  }

  it.each([
    ['clearingAccountCode', '090', '090'],
    ['clearingAccountCode', '610', '610'],
    ['clearingAccountCode', 'null', undefined],
    ['postPayments', 'false', false],
    ['paymentTermsDays', '14', 14],
    ['startDate', '2026-01-01', '2026-01-01'],
    ['invoiceStatus', 'DRAFT', 'DRAFT'],
    [
      'taxRules',
      '[{"rateBasisPoints":2000,"taxType":"OUTPUT2"}]',
      [{ rateBasisPoints: 2000, taxType: 'OUTPUT2' }],
    ],
    [
      'taxRules',
      '[{"rateBasisPoints":887.5,"taxType":"TAX001"}]',
      [{ rateBasisPoints: 887.5, taxType: 'TAX001' }],
    ],
  ])('sets %s to %s', async (field, value, expected) => {
    const { run } = await worldWithSettings();

    await run('settings', 'set', anOperatorId, field, value);

    const settings = JSON.parse(await run('settings', 'show', anOperatorId, '--json'));
    expect(settings[field]).toEqual(expected);
  });

  it.each([
    ['postPayments', 'perhaps'],
    ['paymentTermsDays', '1.5'],
    ['paymentTermsDays', 'null'],
    ['paymentTermsDays', '-5'],
    ['paymentTermsDays', '366'],
    ['startDate', 'tomorrow'],
    ['startDate', '2026-02-31'],
    ['trackingCategoryName', ''],
    ['trackingCategoryName', '   '],
    ['defaultAccountCode', ''],
    ['taxRules', '[{"rateBasisPoints":-1,"taxType":"OUTPUT2"}]'],
    ['timeZone', 'Europe/Atlantis'],
    ['invoiceStatus', 'PAID'],
    ['operatorId', 'acorn'],
    ['constructor', '1'],
  ])('refuses %s %s and changes nothing', async (field, value) => {
    const { run } = await worldWithSettings();
    const before = await run('settings', 'show', anOperatorId, '--json');

    await expect(run('settings', 'set', anOperatorId, field, value)).rejects.toThrow();

    expect(await run('settings', 'show', anOperatorId, '--json')).toBe(before);
  });

  it.each([
    ['invoiceStatus', 'draft', 'give AUTHORISED or DRAFT'],
    ['paymentTermsDays', 'soon', 'a whole number of days from 0 to 365'],
    ['startDate', '2026-02-31', 'a day of the calendar'],
    ['postPayments', 'ja', 'true or false'],
    ['taxCentDifference', 'maybe', 'override or issue'],
    ['colour', 'red', 'There are: startDate, timeZone'],
  ])('says what fits %s instead of %s', async (field, value, words) => {
    const { run } = await worldWithSettings();
    const refusal = run('settings', 'set', anOperatorId, field, value);

    await expect(refusal).rejects.toThrow(words);
    await expect(refusal).rejects.not.toThrow('Invalid input');
  });

  it.each([
    ['clearingAccountCode', '999', 'not in the chart'],
    ['defaultAccountCode', '299', 'is archived'],
    ['defaultAccountCode', '090', 'cannot be used on a sales document'],
    ['clearingAccountCode', '200', 'cannot receive payments'],
    ['startDate', '2026-03-31', 'locked up to 2026-03-31'],
    ['taxRules', '[{"rateBasisPoints":2000,"taxType":"INPUT2"}]', 'no active tax rate for sales'],
    ['taxRules', '[{"rateBasisPoints":500,"taxType":"OUTPUT2"}]', 'not of 500'],
  ])('asks the ledger before it sets %s to %s', async (field, value, words) => {
    const { run, access } = await worldWithSettings();
    const archived = anAccount({ accountId: 'a', code: '299', isActive: false });
    const { accounts } = aCatalogue();
    const catalogue = aCatalogue({
      accounts: [...accounts, archived],
      periodLockDate: '2026-03-31',
    });
    access.catalogueOf = async () => catalogue;

    await expect(run('settings', 'set', anOperatorId, field, value)).rejects.toThrow(words);
    await run('settings', 'set', anOperatorId, field, value, '--unchecked');
  });

  it('sets nothing that names the ledger while the ledger cannot be asked', async () => {
    const { run, access } = await worldWithSettings();
    access.catalogueOf = async () => {
      throw new NotConnectedError('xero', 'needs_reconnect');
    };

    await expect(
      run('settings', 'set', anOperatorId, 'clearingAccountCode', '090'),
    ).rejects.toThrow('Xero is not connected');
    await run('settings', 'set', anOperatorId, 'paymentTermsDays', '14');
  });

  it('keeps a zone that a person sets, and follows the ledger again once it is taken away', async () => {
    const { run, access } = await cliWorld();
    await access.settings.put(ledgerSettings({ ledgerTimeZone: 'GMTSTANDARDTIME' }));
    const shown = async () => JSON.parse(await run('settings', 'show', anOperatorId, '--json'));

    await run('settings', 'set', anOperatorId, 'paymentTermsDays', '7');
    expect(followsLedgerZone(await shown())).toBe(true);
    await run('settings', 'set', anOperatorId, 'timeZone', 'Australia/Perth');
    expect(followsLedgerZone(await shown())).toBe(false);
    await run('settings', 'set', anOperatorId, 'timeZone', 'null');
    expect(followsLedgerZone(await shown())).toBe(true);
    await expect(run('settings', 'set', anOperatorId, 'ledgerTimeZone', 'UTC')).rejects.toThrow(
      'no setting',
    );
  });

  it('says when there are none yet', async () => {
    const { run } = await cliWorld();

    await expect(run('settings', 'show', anOperatorId)).rejects.toThrow('connects its ledger');
  });
});

import { describe, expect, it } from 'vitest';
import type { SourceState } from '../../../shared/contracts/source-state.ts';
import { digestPart } from '../../../shared/domain/mail/digest-words.ts';
import { makeDigest } from '../../../shared/domain/mail/make-digest.ts';
import { overviewView } from '../../../shared/domain/portal/overview-view.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const stora = aConnection({
  provider: 'stora',
  endpointId: 'endpoint-1',
  connectedAt: '2026-11-01T09:00:00.000Z',
});
const silence = {
  heardAt: '2026-11-26T14:03:00.000Z',
  usualGapMs: 3 * 3_600_000,
  noticedAt: '2026-11-28T02:30:00.000Z',
};

function view(
  known: SourceState['silence'] = silence,
  { connection = stora, activities = [] as Parameters<typeof overviewView>[0]['activities'] } = {},
) {
  return overviewView({
    operator: anOperator(),
    connections: [connection, aConnection()],
    issues: [],
    activities,
    documents: [],
    rates: [],
    linkCounts: {},
    sourceState: {
      operatorId: anOperatorId,
      revision: 1,
      accountId: stora.account.id,
      silence: known,
    },
    settings: [ledgerSettings({ startDate: '2026-11-01', timeZone: 'Europe/London' })],
    nowEpochMs: Date.parse('2026-11-30T12:00:00.000Z'),
  });
}

const applied = (at: string, kind = 'invoice') => ({
  operatorId: anOperatorId,
  activityId: at,
  at,
  type: 'record.applied',
  actor: 'rollerdoor',
  detail: { target: 'xero', kind, sourceId: 'inv_1' },
});

describe('a source that fell silent', () => {
  it('needs a person, who reads since when, what is done already and what helps', () => {
    const { band, troubled } = view();
    expect(band).toMatchObject({ tone: 'warn', title: 'We hear nothing from Stora' });
    expect(troubled).toHaveLength(1);
    expect(troubled[0]).toMatchObject({
      statusWords: 'Connected, and quiet',
      quietSince: silence.heardAt,
      goesOn: true,
      canConnect: true,
    });
    expect(troubled[0]?.advice).toContain(
      'since 26 Nov 2026, 14:03, although something changed there; usually it does every 3 hours.',
    );
    expect(troubled[0]?.advice).toContain('compared every night');
  });

  it.each([
    ['a person knows why', { ...silence, accepted: { at: '', by: 'operator', reason: 'winter' } }],
    ['nothing was noticed', undefined],
  ])('needs nobody where %s', (_, known) => {
    // `undefined` would be the default.
    expect(view(known ?? { ...silence, noticedAt: '2026-10-01T00:00:00.000Z' }).troubled).toEqual(
      [],
    );
  });

  it('needs nobody once a document was told of, which a customer alone is not', () => {
    const later = '2026-11-29T10:00:00.000Z';
    expect(view(silence, { activities: [applied(later)] }).troubled).toEqual([]);
    expect(view(silence, { activities: [applied(later, 'contact')] }).troubled).toHaveLength(1);
    const repaired = { ...applied(later), activityId: 'r', type: 'night.repaired' };
    expect(view(silence, { activities: [applied(later), repaired] }).troubled).toHaveLength(1);
    // What comes to the same document a day later was told.
    const next = '2026-11-30T10:00:00.000Z';
    expect(view(silence, { activities: [applied(next), repaired] }).troubled).toEqual([]);
  });

  it('gives way to a connection that has to be made anew', () => {
    const lost = aConnection({ ...stora, status: 'needs_reconnect' });
    expect(view(silence, { connection: lost }).troubled[0]?.statusWords).toBe('Reconnect needed');
  });

  it('is told in the mail of the morning, and alone is enough for one', () => {
    const facts = { day: '2026-11-30', issues: [], differences: 0, connections: [] };
    expect(makeDigest(facts)).toBeUndefined();
    const content = makeDigest({ ...facts, quietSince: silence.heardAt });
    if (content === undefined) throw new Error('There is no digest.');
    const part = digestPart(content, { operatorName: 'Acorn', onUrl: 'https://portal.example' });
    expect(part.subject).toBe('Acorn: nothing is heard from Stora');
    expect(part.blocks).toHaveLength(1);
  });
});

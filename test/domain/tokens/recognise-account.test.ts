import { describe, expect, it } from 'vitest';
import type { ListedAccount } from '../../../shared/contracts/account-items.ts';
import {
  addedAccounts,
  type ConsentFacts,
  recogniseAccount,
} from '../../../shared/domain/tokens/recognise-account.ts';

const startedAtEpochMs = Date.parse('2026-11-30T09:00:00Z');
const long = { createdAtEpochMs: startedAtEpochMs - 86_400_000 };
const just = { createdAtEpochMs: startedAtEpochMs + 30_000 };

function listed(id: string, facts: Partial<ListedAccount> = {}): ListedAccount {
  return { id, name: id, connectionId: `c-${id}`, isOfThisConsent: false, ...facts };
}

function recognise(
  accounts: ListedAccount[],
  facts: Partial<ConsentFacts> & { held?: string[] } = {},
) {
  const { held = [], ...rest } = facts;
  const result = recogniseAccount({
    listed: accounts,
    added: addedAccounts(accounts, startedAtEpochMs),
    startedAtEpochMs,
    present: undefined,
    mayBeOtherAccount: false,
    isHeldByOther: ({ id }) => held.includes(id),
    ...rest,
  });
  if (result.kind === 'several') return `several ${result.accounts.map(({ id }) => id).join(' ')}`;
  return 'account' in result ? `${result.kind} ${result.account?.id ?? '-'}` : result.kind;
}

const present = (id: string) => ({ present: { id, name: id } });

type Facts = Parameters<typeof recognise>[1];

const cases: Array<[title: string, accounts: ListedAccount[], facts: Facts, is: string]> = [
  ['nothing for an empty list', [], {}, 'none'],
  ['what was newly added', [listed('a', long), listed('b', just)], {}, 'one b'],
  [
    'what was newly added, also beside the company that is connected',
    [listed('a', long), listed('b', just)],
    present('a'),
    'one b',
  ],
  ['neither of two that were added', [listed('a', just), listed('b', just)], {}, 'several a b'],
  [
    'the one of two added that the operator had before',
    [listed('a', just), listed('b', just)],
    present('b'),
    'one b',
  ],
  [
    'neither of two added where another company is meant',
    [listed('a', just), listed('b', just)],
    { ...present('b'), mayBeOtherAccount: true },
    'several a b',
  ],
  [
    'the one of two added that no other operator has',
    [listed('a', just), listed('b', just)],
    { held: ['a'] },
    'one b',
  ],
  ['that the added one is taken', [listed('a', just)], { held: ['a'] }, 'taken a'],
  [
    'that an added one is taken, whatever else is listed',
    [listed('a', just), listed('b', long)],
    { held: ['a'] },
    'taken a',
  ],
  ['the connected company among thirty', thirty(long), present('t7'), 'one t7'],
  [
    'the connected company, although the token names the event of another',
    [listed('a', long), listed('b', { ...long, isOfThisConsent: true })],
    present('a'),
    'one a',
  ],
  [
    'the only other one where another company is meant and the consent touched it',
    [listed('a', long), listed('b', { ...long, updatedAtEpochMs: startedAtEpochMs })],
    { ...present('a'), mayBeOtherAccount: true },
    'one b',
  ],
  [
    'none of several old ones by an event that may be older than the consent',
    [listed('a', long), listed('b', { ...long, isOfThisConsent: true })],
    {},
    'several a b',
  ],
  ['no old one without a word of the provider', [listed('a', long)], {}, 'several a'],
  [
    'the only old one by the word of the provider',
    [listed('a', { ...long, isOfThisConsent: true })],
    {},
    'one a',
  ],
  [
    'only among those that no other operator has',
    thirty(long),
    {
      held: thirty(long)
        .map(({ id }) => id)
        .filter((id) => id !== 't3' && id !== 't4'),
    },
    'several t3 t4',
  ],
  ['that all are taken', [listed('a', long), listed('b', long)], { held: ['a', 'b'] }, 'taken -'],
  [
    'which one is taken, where the provider names it',
    [listed('a', long), listed('b', { ...long, isOfThisConsent: true })],
    { held: ['a', 'b'] },
    'taken b',
  ],
  [
    'the event where there are no dates',
    [listed('a'), listed('b', { isOfThisConsent: true })],
    {},
    'one b',
  ],
];

describe('recogniseAccount', () => {
  for (const [title, accounts, facts, is] of cases) {
    it(`tells ${title}`, () => {
      expect(recognise(accounts, facts)).toBe(is);
    });
  }
});

describe('addedAccounts', () => {
  it('believes the word of the provider before its clock', () => {
    const accounts = [listed('a', just), listed('b', { ...just, isOfThisConsent: true })];

    expect(addedAccounts(accounts, startedAtEpochMs).map(({ id }) => id)).toEqual(['b']);
  });

  it('bears a clock that is a minute behind, and no more', () => {
    const at = (ms: number) => listed(String(ms), { createdAtEpochMs: startedAtEpochMs - ms });

    const added = addedAccounts([at(60_000), at(60_001)], startedAtEpochMs);

    expect(added.map(({ id }) => id)).toEqual(['60000']);
  });
});

function thirty(facts: Partial<ListedAccount>): ListedAccount[] {
  return Array.from({ length: 30 }, (_, index) => listed(`t${index + 1}`, facts));
}

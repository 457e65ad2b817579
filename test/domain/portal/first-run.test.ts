import { describe, expect, it } from 'vitest';
import { type SetUpFacts, setUpSteps } from '../../../shared/domain/portal/first-run.ts';

const nothing: SetUpFacts = {
  source: { provider: 'stora', name: 'Stora', account: undefined },
  target: { provider: 'xero', name: 'Xero', account: undefined },
  settingsHref: '/settings/xero',
  previewHref: '/preview/xero',
  isChecked: false,
  isOn: false,
};
const source = { ...nothing.source, account: 'Acorn' };
const target = { ...nothing.target, account: 'Acorn Ltd' };

const statesOf = (facts: SetUpFacts) => setUpSteps(facts).map(({ state }) => state);

describe('the steps of a first run', () => {
  it('lead from the source over the ledger, settings and preview to the switch', () => {
    expect(setUpSteps(nothing).map(({ title }) => title)).toEqual([
      'Connect Stora',
      'Connect Xero',
      'Check the settings',
      'See what would be sent',
      'Switch on',
    ]);
  });

  it.each<[string, SetUpFacts, string[]]>([
    ['nothing', nothing, ['now', 'later', 'later', 'later', 'later']],
    ['the source', { ...nothing, source }, ['done', 'now', 'later', 'later', 'later']],
    ['the ledger first', { ...nothing, target }, ['now', 'done', 'later', 'later', 'later']],
    ['both', { ...nothing, source, target }, ['done', 'done', 'now', 'later', 'later']],
    [
      'settings',
      { ...nothing, source, target, isChecked: true },
      ['done', 'done', 'done', 'now', 'later'],
    ],
    [
      'everything',
      { ...nothing, source, target, isChecked: true, isOn: true },
      ['done', 'done', 'done', 'done', 'done'],
    ],
  ])('after %s, exactly one is the next', (_what, facts, states) => {
    expect(statesOf(facts)).toEqual(states);
  });

  it('let a person go on to the preview, where the settings need no change', () => {
    const openOf = (facts: SetUpFacts) => setUpSteps(facts).find(({ isOpen }) => isOpen)?.title;

    expect(openOf({ ...nothing, source, target })).toBe('See what would be sent');
    expect(openOf({ ...nothing, source })).toBeUndefined();
  });

  it('have none for pages that are not there', () => {
    const facts = { ...nothing, settingsHref: undefined, previewHref: undefined };

    expect(statesOf(facts)).toEqual(['now', 'later']);
  });
});

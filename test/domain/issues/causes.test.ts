import { describe, expect, it } from 'vitest';
import {
  type CauseText,
  causes,
  describeCause,
  type IssueCause,
  isKnownCause,
} from '../../../shared/domain/issues/causes.ts';
import { remedyOf } from '../../../shared/domain/issues/remedy-of.ts';
import { settingLabels } from '../../../shared/domain/setting-names/setting-labels.ts';
import { isSettingName } from '../../../shared/domain/setting-names/setting-words.ts';
import { targets } from '../../../shared/targets/registry.ts';
import { targetIds } from '../../../shared/targets/target-ids.ts';

const names = Object.keys(causes).filter(isKnownCause);

/** `{defaultAccountCode}`: read with the label that the field has on the page. */
const settingNamed = /\{([A-Za-z]+)\}/g;

function withAnyNames(text: string): string {
  return text
    .replaceAll('{source}', 'Harbour')
    .replaceAll('{target}', 'Books')
    .replaceAll(settingNamed, (found, name) => (isSettingName(name) ? '“Bad debts”' : found));
}

/** The words that fit any target, as one of other names would have them. */
const general = names.map((cause): [IssueCause, CauseText] => {
  const { message, remedy } = causes[cause];
  return [cause, { message: withAnyNames(message), remedy: withAnyNames(remedy) }];
});

/** What is read at each target, with the place of the fact left open. */
const atTargets = targetIds.map((target) =>
  names.map((cause): [IssueCause, CauseText] => [cause, describeCause(cause, '{detail}', target)]),
);

const all = [general, ...atTargets].flat();
const texts = all.flatMap(([cause, { message, remedy }]) => [
  [cause, 'message', message] as const,
  [cause, 'remedy', remedy] as const,
]);

/** Verbs with which a remedy asks for something, at the start of one of its sentences or clauses. */
const imperative =
  /(?:^|[.:;,] |\bor |\band )(?:add|allow|ask|check|choose|compare|decide|finalize|move|open|raise|remove|rename|restore|try|say|set|solve|tell|use|allocate|press)\b/i;

/** Words of programmers and of HTTP; an operator should never have to read them. */
const jargon =
  /\b(?:http|https|api|json|null|undefined|exception|payload|endpoint|webhook|token|scope|request|status code|4\d\d|5\d\d|validation|schema|uuid|idempoten\w*)\b|_|[a-z][A-Z]|[{}<>]/;

describe('causes', () => {
  it('are at least 25', () => {
    expect(names.length).toBeGreaterThanOrEqual(25);
  });

  it.each(texts)('%s: its %s is whole sentences', (_cause, _what, text) => {
    expect(text).toMatch(/^[A-Z]/);
    expect(text).toMatch(/\.$/);
    expect(text).toBe(text.trim());
    expect(text).not.toMatch(/ {2}|\.\./);
  });

  it.each(texts)('%s: its %s is free of jargon', (_cause, _what, text) => {
    expect(text.replace('{detail}', '')).not.toMatch(jargon);
  });

  it.each(names)(
    '%s: a setting in its remedy is one of the page, and is called as there',
    (cause) => {
      const { message, remedy } = causes[cause];
      const named = [...remedy.matchAll(settingNamed)].flatMap(([, name = '']) =>
        name === 'source' || name === 'target' ? [] : [name],
      );

      expect(named.filter((name) => !isSettingName(name))).toEqual([]);
      expect(/\bsettings?\b/i.test(`${message} ${remedy}`)).toBe(named.length > 0);
      const read = describeCause(cause, '', 'xero').remedy;
      for (const name of named.filter(isSettingName))
        expect(read).toContain(`“${settingLabels[name]}”`);
    },
  );

  it('send nobody to whoever set Rollerdoor up for what the operator can choose', () => {
    const asking = names.filter((cause) => /whoever/.test(causes[cause].remedy));

    expect(asking).toEqual(['overpayment_not_taken']);
  });

  it.each(all)('%s: its remedy asks somebody to do something', (_cause, { remedy }) => {
    expect(remedy).toMatch(imperative);
  });

  it.each([general, ...atTargets])('are all worded differently', (...words) => {
    expect(new Set(words.map(([, { message }]) => message)).size).toBe(names.length);
  });

  it.each(all)(
    '%s: has a name that can be stored and a place for at most one fact',
    (cause, text) => {
      expect(cause).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(text.message.split('{detail}').length).toBeLessThanOrEqual(2);
      expect(text.remedy).not.toContain('{');
    },
  );
});

describe('describeCause', () => {
  it('fills in the fact', () => {
    expect(describeCause('account_unknown', '999', 'xero').message).toBe(
      'The account code 999 is not in the chart of accounts.',
    );
  });

  it('takes a fact literally, whatever signs it holds', () => {
    expect(describeCause('account_unknown', '$& $1', 'xero').message).toContain(
      'account code $& $1 is',
    );
    expect(describeCause('account_unknown', '{target}', 'xero').message).toContain('{target}');
  });

  it('calls source and target by their names', () => {
    expect(describeCause('account_unknown', '999', 'xero').remedy).toMatch(
      /^Add the account in Xero, or correct the accounting code in Stora, then try again\./,
    );
  });

  it('says what only fits one target at that one', () => {
    expect(describeCause('organisation_not_usable', '', 'xero').remedy).toBe(
      'Check the Xero subscription (limits of the plan, unpaid bills), then try again.',
    );
    expect(describeCause('tracking_full', '', 'xero').message).toBe(
      'The ledger has two active tracking categories already, neither for sites.',
    );
    expect(describeCause('tracking_name_too_long', 'Quay', 'xero').message).toBe(
      'The name of the site is longer than the 100 characters that a tracking option may have (Quay).',
    );
  });

  it.each(targetIds.flatMap((target) => names.map((cause) => ({ target, cause }))))(
    'leaves no gap in the words of $cause at $target',
    ({ target, cause }) => {
      const { message, remedy } = describeCause(cause, 'X', target);

      expect(message + remedy).not.toMatch(/[{}]/);
      // The ledger's own refusals come without a fact.
      expect(describeCause(cause, '', target).message).not.toMatch(/[{}]| {2}|\(\)| [.,]/);
    },
  );
});

describe('remedyOf', () => {
  const cause = 'account_missing';

  it('is in the words of this version, whichever raised the issue', () => {
    const former = 'Ask whoever set Rollerdoor up for you.';

    expect(remedyOf({ cause, target: 'xero', remedy: former })).toBe(
      describeCause(cause, '', 'xero').remedy,
    );
  });

  it('keeps what another version says of a cause that this one does not know', () => {
    const asked = { cause: 'moon_full', target: 'xero', remedy: 'Wait for a week.' } as const;

    expect(remedyOf(asked)).toBe('Wait for a week.');
  });
});

describe.each(targetIds)('the manifest of %s', (target) => {
  const { remedies, messages = {} } = targets[target];

  it('words only causes that there are', () => {
    const worded = [...Object.keys(remedies), ...Object.keys(messages)];

    expect(worded.filter((cause) => !isKnownCause(cause))).toEqual([]);
  });

  it('words nothing as it is worded for any target', () => {
    const same = names.filter(
      (cause) =>
        remedies[cause] === causes[cause].remedy || messages[cause] === causes[cause].message,
    );

    expect(same).toEqual([]);
  });
});

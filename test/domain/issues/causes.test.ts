import { describe, expect, it } from 'vitest';
import { causes, describeCause, type IssueCause } from '../../../shared/domain/issues/causes.ts';
import { settingWords } from '../../../shared/domain/ledger/setting-words.ts';

const all = Object.entries(causes);
const texts = all.flatMap(([cause, { message, remedy }]) => [
  [cause, 'message', message] as const,
  [cause, 'remedy', remedy] as const,
]);

/** Verbs with which a remedy asks for something, at the start of one of its sentences or clauses. */
const imperative =
  /(?:^|[.:;,] |\bor |\band )(?:add|allow|ask|check|choose|compare|decide|finalize|move|open|raise|remove|rename|restore|try|say|set|solve|tell|use|allocate)\b/i;

/** The command's name of a setting, for whoever is asked to set it. */
const settingNamed = / \(setting ([A-Za-z]+(?: or [A-Za-z]+)*)\)/g;

/** Words of programmers and of HTTP; an operator should never have to read them. */
const jargon =
  /\b(?:http|https|api|json|null|undefined|exception|payload|endpoint|webhook|token|scope|request|status code|4\d\d|5\d\d|validation|schema|uuid|idempoten\w*)\b|_|[a-z][A-Z]|[{}<>]/;

describe('causes', () => {
  it('are at least 25', () => {
    expect(all.length).toBeGreaterThanOrEqual(25);
  });

  it.each(texts)('%s: its %s is whole sentences', (_cause, _what, text) => {
    expect(text).toMatch(/^[A-Z]/);
    expect(text).toMatch(/\.$/);
    expect(text).toBe(text.trim());
    expect(text).not.toMatch(/ {2}|\.\./);
  });

  it.each(texts)('%s: its %s is free of jargon', (_cause, _what, text) => {
    expect(text.replace('{detail}', '').replace(settingNamed, '')).not.toMatch(jargon);
  });

  it.each(all)('%s: a setting in its remedy has its name and who can set it', (_cause, text) => {
    const { message, remedy } = text;
    const named = [...remedy.matchAll(settingNamed)].flatMap(([, names = '']) =>
      names.split(' or '),
    );

    expect(named.filter((name) => !Object.hasOwn(settingWords, name))).toEqual([]);
    const others = remedy.replaceAll(settingNamed, '').replace('in Xero (Settings,', '');
    expect(`${message} ${others}`).not.toMatch(/(?<!General |Financial )\bsettings?\b/i);
    if (named.length > 0) expect(remedy).toMatch(/ask whoever set Rollerdoor up for you to/i);
  });

  it.each(all)('%s: its remedy asks somebody to do something', (_cause, { remedy }) => {
    expect(remedy).toMatch(imperative);
  });

  it('are all worded differently', () => {
    expect(new Set(all.map(([, { message }]) => message)).size).toBe(all.length);
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
    expect(describeCause('account_unknown', '999').message).toBe(
      'The account code 999 is not in the chart of accounts.',
    );
  });

  it('takes a fact literally, whatever signs it holds', () => {
    expect(describeCause('account_unknown', '$& $1').message).toContain('account code $& $1 is');
  });

  it.each(Object.keys(causes) as IssueCause[])('leaves no gap in the words of %s', (cause) => {
    const { message, remedy } = describeCause(cause, 'X');

    expect(message + remedy).not.toMatch(/[{}]/);
    // The ledger's own refusals come without a fact.
    expect(describeCause(cause, '').message).not.toMatch(/[{}]| {2}|\(\)| [.,]/);
  });
});

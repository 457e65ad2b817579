import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmNames } from '../../infra/alarm-names.ts';
import { functionNames } from '../../infra/config.ts';
import { production } from '../../infra/stages/production.ts';
import { faultKinds } from '../simulation/engine/fault-kinds.ts';
import { readSources, type Source } from './source.ts';

const words = [
  ...['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  ...['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'],
  ...['nineteen', 'twenty', 'twenty-one', 'twenty-two', 'twenty-three', 'twenty-four'],
  ...['twenty-five', 'twenty-six', 'twenty-seven', 'twenty-eight', 'twenty-nine', 'thirty'],
];

const secretNames = [
  production.deprovisionSecretName,
  production.signingKeySecretName,
  production.source.clientSecretName,
  production.targets.xero.clientSecretName,
];

/** What documents count, and how many there are. */
const counted: Record<string, number> = {
  alarms: alarmNames.length,
  functions: functionNames.length,
  'copies of a wiring': globSync('functions/*/wiring.ts').length,
  secrets: secretNames.length,
  queues: alarmNames.filter((name) => name.endsWith('-oldest-message')).length,
  'kinds of faults': faultKinds.length,
  invariants: globSync('test/simulation/invariants/i[0-9][0-9]-*.ts').length,
};

/** The same words where they mean something else. */
const otherThings = [/Two signing secrets are good during a rotation/];

const figure = new RegExp(
  `\\b(${words.slice(1).join('|')}|\\d+) (?:Lambda |of the )?(${Object.keys(counted).join('|')})\\b`,
  'gi',
);

/** A figure may stand at the end of one line and what it counts at the start of the next. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Figures of a document that are not what can be counted. */
function wrongFigures({ path, text }: Source): string[] {
  const plain = otherThings.reduce((rest, pattern) => rest.replace(pattern, ''), oneLine(text));
  return [...plain.matchAll(figure)].flatMap(([phrase, number = '', what = '']) => {
    const said = words.includes(number.toLowerCase())
      ? words.indexOf(number.toLowerCase())
      : Number(number);
    const is = counted[what.toLowerCase()];
    return said === is ? [] : [`${path} says "${phrase}"; there are ${is}`];
  });
}

/** `I1 to I14`, of the invariants. */
function wrongSpans({ path, text }: Source): string[] {
  return [...text.matchAll(/\bI1 to I(\d+)\b/g)].flatMap(([phrase, last]) =>
    Number(last) === counted.invariants ? [] : [`${path} says "${phrase}"`],
  );
}

describe('figures in documents', () => {
  const documents = readSources('*.md', 'docs/**/*.md', 'test/simulation/SPEC.md');

  it('are what can be counted', () => {
    expect(documents.flatMap((one) => [...wrongFigures(one), ...wrongSpans(one)])).toEqual([]);
  });

  it('are found: those of alarms, functions, wirings, secrets, faults and invariants are', () => {
    const found = documents.flatMap(({ text }) =>
      [...oneLine(text).matchAll(figure)].map(([, , what = '']) => what.toLowerCase()),
    );

    expect(new Set(found)).toEqual(
      new Set([
        ...['alarms', 'functions', 'copies of a wiring', 'secrets', 'kinds of faults'],
        'invariants',
      ]),
    );
  });

  it('are caught when they are wrong', () => {
    const path = 'README.md';
    const text = 'Let the fifteen alarms notify somebody; 3 Lambda functions; I1 to I99.';

    expect(wrongFigures({ path, text })).toHaveLength(2);
    expect(wrongSpans({ path, text })).toHaveLength(1);
  });
});

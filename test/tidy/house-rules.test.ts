import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { castAllowances } from './cast-allowances.ts';
import * as code from './code-rules.ts';
import { readCode, readSources, readTexts, type Source } from './source.ts';
import * as text from './text-rules.ts';

type Rule = (source: Source) => string[];

const allCode = readCode();
const allTexts = readTexts();
const productCode = allCode.filter(({ path }) => !path.startsWith('test/'));
const lockAndConfig = readSources('package-lock.json', '.npmrc');

const a = (statement: string, path = 'shared/domain/a.ts'): Source => ({ path, text: statement });
const aTest = (statement: string): Source => a(statement, 'test/domain/a.test.ts');
const linesOf = (count: number): string => 'a();\n'.repeat(count);

/** Each rule with the files it governs, what must be caught, and what must not. */
const rules: { name: string; rule: Rule; files: Source[]; bad: Source[]; good: Source[] }[] = [
  {
    name: 'no file has more than 400 lines',
    rule: code.longFiles,
    files: allCode,
    bad: [a(linesOf(401))],
    good: [a(linesOf(400))],
  },
  {
    name: 'no function has more than 70 lines',
    rule: code.longFunctions,
    files: allCode,
    bad: [
      a(`function long() {\n${linesOf(69)}}`),
      a(`const long = () => {\n${linesOf(69)}};`),
      a(`class A { long() {\n${linesOf(69)}} }`),
      aTest(`it('runs', () => { helper(() => {\n${linesOf(69)}}); });`),
    ],
    good: [
      a(`function short() {\n${linesOf(68)}}`),
      aTest(`describe('a', () => {\n${linesOf(90)}});`),
      aTest(`it.each([1])('a', () => {\n${linesOf(90)}});`),
    ],
  },
  {
    name: 'nothing is typed any',
    rule: code.anyTypes,
    files: allCode,
    bad: [a('const b: any = 1;'), a('const b = c as any;'), a('type B = Map<string, any>;')],
    good: [a("const any = 'any'; // as any")],
  },
  {
    name: 'the compiler is never switched off',
    rule: code.compilerSwitches,
    files: allCode,
    bad: ['ignore', 'expect-error', 'nocheck'].map((name) => a(`// ${'@'}ts-${name} because`)),
    good: [a('// ignore the tail')],
  },
  {
    name: 'a cast outside tests has a reason on record',
    rule: code.casts,
    files: productCode.filter(({ path }) => castAllowances[path] === undefined),
    bad: [a('const b = c as B;'), a('const b = <B>c;'), a('const b = c!;')],
    good: [a("const b = ['x'] as const; const d = e satisfies F;")],
  },
  {
    name: 'no test is focused or switched off',
    rule: code.focusedOrSkippedTests,
    files: allCode,
    bad: [aTest("it.only('a', b);"), aTest("describe.skip('a', b);"), aTest('it.skip.each([1]);')],
    good: [aTest("it.skipIf(!c)('a', b); it('d', (ctx) => ctx.skip('no schema here'));")],
  },
  {
    name: 'no module is mocked',
    rule: code.moduleMocks,
    files: allCode,
    bad: [aTest("vi.mock('./b.ts');"), aTest("vi.doMock('./b.ts');")],
    good: [aTest('vi.fn(); vi.useFakeTimers();')],
  },
  {
    name: 'no test sleeps',
    rule: code.sleepsInTests,
    files: allCode,
    bad: [
      aTest('await new Promise((resolve) => setTimeout(resolve, 50));'),
      aTest("import { setTimeout as sleep } from 'node:timers/promises';"),
    ],
    good: [a('setTimeout(b, 1);', 'infra/local/a.ts'), aTest('await vi.waitFor(b);')],
  },
  {
    name: 'unfinished work stands in an issue, not in the text',
    rule: text.unfinishedWork,
    files: allTexts,
    bad: ['TO', 'FIX'].map((start) => a(`// ${start}${start === 'TO' ? 'DO' : 'ME'} later`)),
    good: [a('const todos = 1;')],
  },
  {
    name: 'no path of one machine is written down',
    rule: text.machinePaths,
    files: allTexts,
    bad: ['home', 'root', 'Users'].map((top) => a(`const b = '/${top}/ada/project';`)),
    good: [a("const b = 'https://example.test/home/ada'; const c = '/usr/bin/chromium';")],
  },
  {
    name: 'files and folders are named in kebab-case',
    rule: text.oddNames,
    files: allCode,
    bad: [a('', 'shared/domain/taxRate.ts'), a('', 'shared/Domain/a.ts'), a('', 'test/a_b.ts')],
    good: [a('', 'test/domain/tax-rate.property.test.ts')],
  },
  {
    name: 'documents stay readable',
    rule: text.longDocuments,
    files: allTexts,
    bad: [a(linesOf(151), 'README.md'), a(linesOf(101), 'CONTRIBUTING.md')],
    good: [a(linesOf(150), 'README.md'), a(linesOf(999), 'CHANGELOG.md')],
  },
  {
    name: 'no registry is written down',
    rule: text.registryAddresses,
    files: lockAndConfig,
    bad: [a('"resolved": "https://example.test/a.tgz"'), a('registry=https://example.test')],
    good: [a('omit-lockfile-registry-resolved=true')],
  },
];

describe.each(rules)('house rule: $name', ({ rule, files, bad, good }) => {
  it('holds in every file', () => {
    expect(files.flatMap(rule)).toEqual([]);
  });

  it('catches each planted violation', () => {
    expect(bad.filter((source) => rule(source).length === 0)).toEqual([]);
  });

  it('lets its neighbours pass', () => {
    expect(good.flatMap(rule)).toEqual([]);
  });
});

describe('cast allowances', () => {
  it('name only files that cast, each with its reason', () => {
    const idle = Object.entries(castAllowances).filter(([path, reason]) => {
      const source = allCode.find((candidate) => candidate.path === path);
      return !source || code.casts(source).length === 0 || reason.length < 10;
    });

    expect(idle).toEqual([]);
  });
});

describe('package.json', () => {
  it('pins every dependency to one version', () => {
    expect(text.loosePins(JSON.parse(readFileSync('package.json', 'utf8')))).toEqual([]);
  });

  it.each(['^1.2.3', '~1.2.3', '1.x', 'latest', '>=1.2.3'])('may not say %s', (version) => {
    expect(text.loosePins({ devDependencies: { thing: version } })).toHaveLength(1);
  });
});

describe('documents', () => {
  const names = readSources('functions/*/handler.ts').map(({ path }) => path.split('/')[1] ?? '');

  it('mention every function', () => {
    const documents = readSources('ARCHITECTURE.md');

    expect(documents.flatMap((document) => text.unmentionedFunctions(document, names))).toEqual([]);
  });

  it('are caught when they forget one', () => {
    const document = a('Webhooks come in at receive-webhook.', 'README.md');

    expect(text.unmentionedFunctions(document, ['receive-webhook', 'write-back'])).toHaveLength(1);
  });
});

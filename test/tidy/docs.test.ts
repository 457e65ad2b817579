import { globSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { alarmNames, alarmPage } from '../../infra/alarm-names.ts';
import { buildProgram } from '../../infra/cli/program.ts';
import { causes } from '../../shared/domain/issues/causes.ts';
import { settingNames } from '../../shared/domain/setting-names/setting-words.ts';
import { readSources, type Source } from './source.ts';

const documents = readSources('*.md', 'docs/*.md', 'docs/*/*.md', 'test/simulation/SPEC.md');
/** The pages that say what the rooms of the local stack hold. */
const indexPages = readSources('infra/local/**/README.md');
const documentNames = ['ARCHITECTURE', 'CHANGELOG', 'CONTRIBUTING', 'README', 'RUNBOOK'];
const lineLength = 160;

const a = (text: string, path = 'README.md'): Source => ({ path, text });

function read(path: string): Source {
  return documents.find((document) => document.path === path) ?? a('', path);
}

const alarmParts = ['Meaning', 'Impact', 'Investigate', 'Resolve', 'If it returns'];

function missingParts({ path, text }: Source): string[] {
  const found = [...text.matchAll(/^\*\*([^*]+)\.\*\*/gm)].map(([, part]) => part);
  return found.join() === alarmParts.join() ? [] : [`${path} has ${found.join(', ')}`];
}

describe('the pages of alarms', () => {
  const pages = documents.filter(({ path }) => /^docs\/alarms\/(?!README)/.test(path));

  it('are there for every alarm and for nothing else', () => {
    expect(pages.map(({ path }) => path).sort()).toEqual(
      [...new Set(alarmNames.map(alarmPage))].sort(),
    );
  });

  it('say what it means, whom it hurts, where to look, what to do, and what then', () => {
    expect(pages.flatMap(missingParts)).toEqual([]);
    expect(missingParts(a('**Meaning.** a\n\n**Resolve.** b'))).toHaveLength(1);
  });

  it('are listed', () => {
    const { text } = read('docs/alarms/README.md');

    expect(pages.filter(({ path }) => !text.includes(path.replace('docs/alarms/', '(')))).toEqual(
      [],
    );
  });
});

describe('the causes of issues', () => {
  it('each say what support checks, in the order of the code', () => {
    const listed = [...read('docs/causes.md').text.matchAll(/^## ([a-z_]+)$/gm)].map(
      ([, cause]) => cause,
    );

    expect(listed).toEqual(Object.keys(causes));
  });
});

describe('the settings', () => {
  it('have a section each, and none two', () => {
    const named = [...read('docs/settings.md').text.matchAll(/^### (`.+)$/gm)].flatMap(
      ([, heading = '']) => [...heading.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );

    expect(named.toSorted()).toEqual([...settingNames, 'posting'].toSorted());
  });
});

describe('the pages of ideas', () => {
  it('are listed once each, numbered in their order', () => {
    const pages = documents.filter(({ path }) => path.startsWith('docs/concepts/'));
    const listed = [...read('docs/README.md').text.matchAll(/^(\d+)\. \[.+?\]\((.+?)\)/gm)];

    expect(listed.map(([, number]) => Number(number))).toEqual(pages.map((_, at) => at + 1));
    expect(listed.map(([, , path]) => `docs/${path}`).sort()).toEqual(
      pages.map(({ path }) => path).sort(),
    );
  });
});

describe('the decisions', () => {
  const files = documents.filter(({ path }) => /^docs\/decisions\/\d/.test(path));

  it('are numbered without a hole, and listed', () => {
    const numbers = files.map(({ path }) =>
      Number(path.slice('docs/decisions/'.length).slice(0, 3)),
    );
    const { text } = read('docs/decisions/README.md');

    expect(numbers.toSorted((x, y) => x - y)).toEqual(numbers.map((_, index) => index + 1));
    expect(
      files.filter(({ path }) => !text.includes(path.replace('docs/decisions/', '('))),
    ).toEqual([]);
  });

  it('say why, instead of what, and when to look again', () => {
    const parts = ['**Because.**', '**Instead of.**', '**Look again**', 'Decided on 20'];
    const incomplete = files.filter(({ text }) => parts.some((part) => !text.includes(part)));

    expect(incomplete.map(({ path }) => path)).toEqual([]);
  });
});

describe('the architecture', () => {
  const { text } = read('ARCHITECTURE.md');

  it('is short enough to be read', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20_000);
  });

  it('has its four pictures', () => {
    expect(text.match(/^```mermaid$/gm)).toHaveLength(4);
  });

  it('names every function and every room of the use cases', () => {
    const rooms = ['functions', 'shared/application'].flatMap((folder) => readdirSync(folder));

    expect(rooms.filter((room) => !inCode(text).includes(room))).toEqual([]);
  });
});

/** Paths of the project that stand in backticks; `*` and `<…>` stand for any name. */
function missingPaths({ path, text }: Source): string[] {
  const rooted = /^(?:(?:\.ci|functions|infra|shared|test)(?:\/[\w.<>*-]+)*|[A-Z]+\.md)$/;
  return inCode(text)
    .filter((code) => rooted.test(code) && globSync(code.replace(/<[^>]+>/g, '*')).length === 0)
    .map((code) => `${path} names ${code}, which is not there`);
}

function inCode(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

function missingLinks({ path, text }: Source): string[] {
  return [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => globSync(join(dirname(path), target)).length === 0)
    .map((target) => `${path} links to ${target}, which is not there`);
}

/** `[…](file.md#heading)`, `[…](#heading)`: headings that are not in that document. */
function missingHeadings({ path, text }: Source): string[] {
  return [...text.matchAll(/\]\(([^)#\s:]*)#([^)]+)\)/g)].flatMap(([, file = '', anchor = '']) => {
    const target = file === '' ? path : join(dirname(path), file);
    const document = target === path ? text : read(target).text;
    return anchorsOf(document).includes(anchor)
      ? []
      : [`${path} links to ${target}#${anchor}, which is no heading there`];
  });
}

/** As they are made of headings: small letters, hyphens for spaces, no punctuation. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replace(/ /g, '-'),
  );
}

const npmOwn = ['ci', 'exec', 'install', 'publish', 'view'];

/** `npm run x`, `npm x`: scripts that package.json does not have. */
function missingScripts({ path, text }: Source, scripts: readonly string[]): string[] {
  return [...text.matchAll(/\bnpm (?:run )?(?:-s |--silent )?([a-z][\w:-]*)/g)]
    .map(([, script = '']) => script)
    .filter((script) => ![...scripts, ...npmOwn].includes(script))
    .filter((script) => text.includes(`npm run ${script}`) || /^(?:start|test)/.test(script))
    .map((script) => `${path} runs ${script}, which package.json does not have`);
}

/** What follows `rollerdoor --` or the runbook's `rd`, where the command has no such words. */
function missingCommands({ path, text }: Source, commands: readonly string[]): string[] {
  return [...text.matchAll(/(?:rollerdoor --|(?<=[`\n(]|^)rd) ([^`\n]+)/g)]
    .map(([, words = '']) => commandOf(words))
    .filter(
      (call) => call !== '' && !commands.some((command) => `${call} `.startsWith(`${command} `)),
    )
    .map((call) => `${path} calls ${call}, which the command does not have`);
}

/** The first two words that are neither options nor their values. */
function commandOf(words: string): string {
  const tokens = words.match(/"[^"]*"|\S+/g) ?? [];
  const plain = tokens.filter((token, index) => {
    const before = tokens[index - 1] ?? '';
    const isValue = before.startsWith('--') && before !== '--json';
    return /^[a-z]/.test(token) && !isValue;
  });
  return plain.slice(0, 2).join(' ');
}

function commandNames(command: Command): string[] {
  return command.commands.flatMap((child) =>
    child.commands.length === 0
      ? [child.name()]
      : child.commands.map((grandchild) => `${child.name()} ${grandchild.name()}`),
  );
}

/** Lines that nobody can read aloud. */
function longLines({ path, text }: Source): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line].length > lineLength ? [`${path}:${index + 1} has ${line.length} characters`] : [],
    );
}

/** Words that sell instead of saying, and words that suggest a vendor stands behind us. */
const unwanted =
  /\b(?:seamless|effortless|powerful|blazing|cutting-edge|world-class|enterprise-grade|best-in-class|simply|easily)\b|\b(?:official|endorsed|certified|powered|built) (?:Stora|Xero|by Stora|by Xero)\b/i;

function unwantedWords({ path, text }: Source): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (unwanted.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []));
}

/** A vendor's name in a title would suggest that the product is the vendor's. */
function vendorTitles({ path, text }: Source): string[] {
  const title = text.split('\n', 1)[0] ?? '';
  return /Stora|Xero/i.test(title) ? [`${path} is titled "${title}"`] : [];
}

const manifest: { scripts: Record<string, string> } = JSON.parse(
  readSources('package.json')[0]?.text ?? '{"scripts":{}}',
);
const scripts = Object.keys(manifest.scripts);
const commands = commandNames(
  buildProgram({
    openAccess: () => {
      throw new Error('Only the names are wanted.');
    },
    write: () => undefined,
  }),
);

const rules: { name: string; rule: (source: Source) => string[]; bad: string[]; good: string[] }[] =
  [
    {
      name: 'names only files that are there',
      rule: missingPaths,
      bad: ['see `shared/domain/gone.ts`', '`functions/fly-away`', '`NOTES.md`'],
      good: ['`shared/domain/issues/causes.ts`', '`functions/*/handler.ts`', '`shared/<layer>`'],
    },
    {
      name: 'links only to what is there',
      rule: missingLinks,
      bad: ['[more](MORE.md)'],
      good: ['[more](README.md#layout), [there](https://example.test/a)'],
    },
    {
      name: 'links only to headings that are there',
      rule: missingHeadings,
      bad: ['[more](RUNBOOK.md#fly-away)', '[above](#not-here)'],
      good: [
        '[more](RUNBOOK.md#vendor-outage)',
        '# A b, c\n[here](#a-b-c), [x](https://a.test/#b)',
      ],
    },
    {
      name: 'has lines that can be read aloud',
      rule: longLines,
      bad: ['x'.repeat(161)],
      good: ['x'.repeat(160), '…'.repeat(160)],
    },
    {
      name: 'runs only scripts that package.json has',
      rule: (source) => missingScripts(source, scripts),
      bad: ['`npm run fly`', '`npm starts`'],
      good: ['`npm start`, `npm run check`, `npm ci`, `npm run -s rollerdoor -- status`'],
    },
    {
      name: 'calls only commands that there are',
      rule: (source) => missingCommands(source, commands),
      bad: ['rollerdoor -- operator drop acorn', 'rd --json divine', 'rd link send acorn'],
      good: ['rollerdoor -- --stage x operator add acorn', 'rd --json status acorn', 'rd status'],
    },
    {
      name: 'sells nothing and borrows nobody’s name',
      rule: unwantedWords,
      bad: ['a seamless sync', 'the official Stora connector', 'powered by Xero'],
      good: ['Works with Stora.'],
    },
    {
      name: 'has a title of its own',
      rule: vendorTitles,
      bad: ['# Stora sync'],
      good: ['# Rollerdoor\nWorks with Stora.'],
    },
  ];

describe('the table of commands', () => {
  const table =
    read('README.md')
      .text.split(/^## The command$/m)[1]
      ?.split(/^## /m)[0] ?? '';
  const rows = [...table.matchAll(/^\| (`.+?) \| .+ \|$/gm)].map(([, cell = '']) => cell);
  const calls = rows.flatMap(inCode).map((call) => `${call} `);

  it('has every command', () => {
    expect(commands.filter((name) => !calls.some((call) => call.startsWith(`${name} `)))).toEqual(
      [],
    );
  });

  it('has no command that there is not', () => {
    expect(calls.filter((call) => !commands.some((name) => call.startsWith(`${name} `)))).toEqual(
      [],
    );
  });
});

describe('the documents', () => {
  it('are all there', () => {
    const there = documents.map(({ path }) => path.replace('.md', ''));

    expect(there).toEqual(expect.arrayContaining(documentNames));
  });
});

/** Rooms of the local stack that are large enough to get lost in. */
const indexedRooms = [
  '',
  '/aws',
  '/runner',
  '/vendors',
  '/vendors/hubspot',
  '/vendors/stora',
  '/vendors/xero',
];

describe('the index pages of the local stack', () => {
  it('stand in every large room, and name every folder and file beside them', () => {
    const expected = indexedRooms.map((room) => `infra/local${room}/README.md`);

    expect(indexPages.map(({ path }) => path)).toEqual(expect.arrayContaining(expected));
    expect(indexPages.flatMap(unnamedNeighbours)).toEqual([]);
    expect(unnamedNeighbours(a('`sqs`', 'infra/local/aws/README.md'))).toContain(
      'infra/local/aws/README.md does not name kms',
    );
  });
});

function unnamedNeighbours({ path, text }: Source): string[] {
  const names = inCode(text).map((code) => code.split('/', 1)[0]);
  return readdirSync(dirname(path))
    .filter((name) => name !== 'README.md' && !names.includes(name))
    .map((name) => `${path} does not name ${name}`);
}

describe.each(rules)('each document $name', ({ rule, bad, good }) => {
  it('as it stands', () => {
    expect([...documents, ...indexPages].flatMap(rule)).toEqual([]);
  });

  it('and is caught when it does not', () => {
    expect(bad.filter((text) => rule(a(text)).length === 0)).toEqual([]);
  });

  it('and is left alone when it does', () => {
    expect(good.flatMap((text) => rule(a(text)))).toEqual([]);
  });
});

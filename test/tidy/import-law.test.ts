import { describe, expect, it } from 'vitest';
import { purityViolations } from './domain-purity.ts';
import { functionFolderViolations } from './function-folders.ts';
import { importCycles } from './import-cycles.ts';
import { barrelViolations, importViolations } from './import-law.ts';
import { roomCycles } from './room-cycles.ts';
import { readCode, readSources, type Source } from './source.ts';

const tree = readCode();

/** `[file, what it contains]`, each breaking one clause of the law. */
const planted: readonly [string, string][] = [
  ['shared/contracts/a.ts', "import { b } from '../domain/b.ts';"],
  ['shared/contracts/a.ts', "import { z } from 'zod';"],
  ['shared/contracts/a.ts', "import { createHash } from 'node:crypto';"],
  ['shared/domain/a.ts', "import type { B } from '../ports/b.ts';"],
  ['shared/domain/a.ts', "import { b } from '../application/b.ts';"],
  ['shared/domain/a.ts', "import { b } from '../adapters/sqs/b.ts';"],
  ['shared/domain/a.ts', "import { b } from '../runtime/b.ts';"],
  ['shared/domain/a.ts', "import * as z from 'zod/mini';"],
  ['shared/domain/a.ts', "import { createHash } from 'node:crypto';"],
  ['shared/domain/deep/a.ts', "import { b } from '../../../functions/write-back/config.ts';"],
  ['shared/ports/a.ts', "import { b } from '../domain/b.ts';"],
  ['shared/ports/a.ts', "import type { B } from '../application/b.ts';"],
  ['shared/ports/a.ts', "import type { B } from 'hono';"],
  ['shared/application/a.ts', "import { b } from '../adapters/sqs/b.ts';"],
  ['shared/application/a.ts', "import { b } from '../runtime/b.ts';"],
  ['shared/application/a.ts', "import type { SQSEvent } from 'aws-lambda';"],
  ['shared/application/a.ts', "import type { SQSClient } from '@aws-sdk/client-sqs';"],
  ['shared/application/a.ts', "import { randomUUID } from 'node:crypto';"],
  ['shared/targets/target-ids.ts', "import { b } from '../contracts/b.ts';"],
  ['shared/targets/acme/manifest.ts', "import { b } from '../../domain/b.ts';"],
  ['shared/targets/acme/manifest.ts', "import { b } from './client.ts';"],
  ['shared/targets/registry.ts', "import { b } from './acme/client.ts';"],
  ['shared/targets/acme/a.ts', "import { b } from '../other/b.ts';"],
  ['shared/targets/acme/a.ts', "import { b } from '../../source/acme/b.ts';"],
  ['shared/targets/acme/a.ts', "import { b } from '../../adapters/sqs/b.ts';"],
  ['shared/targets/acme/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['shared/source/acme/a.ts', "import { b } from '../../targets/acme/b.ts';"],
  ['shared/ports/a.ts', "import type { B } from '../source/acme/b.ts';"],
  ['shared/domain/deep/a.ts', "import { b } from '../../source/acme/b.ts';"],
  ['shared/domain/deep/a.ts', "import { b } from '../../source/acme/manifest.ts';"],
  ['shared/application/a.ts', "import { b } from '../source/acme/settings.ts';"],
  ['shared/application/a.ts', "import { b } from '../source/clients.ts';"],
  ['shared/runtime/a.ts', "import { b } from '../source/acme/manifest.ts';"],
  ['shared/application/a.ts', "import { b } from '../targets/acme/client.ts';"],
  ['shared/application/a.ts', "import { b } from '../targets/clients.ts';"],
  ['shared/adapters/sqs/a.ts', "import { b } from '../kms/b.ts';"],
  ['shared/adapters/sqs/a.ts', "import { b } from '../../application/b.ts';"],
  ['shared/adapters/sqs/a.ts', "export { b } from '../kms/b.ts';"],
  ['shared/adapters/sqs/a.ts', "export * from '../kms/b.ts';"],
  ['shared/adapters/sqs/a.ts', "const b = await import('../kms/b.ts');"],
  ['shared/adapters/sqs/a.ts', "type B = import('../kms/b.ts').B;"],
  ['shared/runtime/a.ts', "import { b } from '../application/b.ts';"],
  ['shared/runtime/a.ts', "import { b } from '../adapters/sqs/b.ts';"],
  ['shared/runtime/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['functions/write-back/handler.ts', "import { b } from '../serve-portal/config.ts';"],
  ['functions/write-back/handler.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['functions/write-back/wiring.ts', "import { b } from '../../infra/config.ts';"],
  ['infra/stacks/a.ts', "import { b } from '../../functions/write-back/wiring.ts';"],
  ['infra/stacks/a.ts', "import { b } from '../../shared/domain/b.ts';"],
  ['infra/stacks/a.ts', "import { b } from '../local/b.ts';"],
  ['infra/stacks/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['infra/cli/main.ts', "import { b } from '../../functions/write-back/wiring.ts';"],
  ['shared/composition/a.ts', "import { b } from '../../functions/write-back/wiring.ts';"],
  ['shared/composition/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['shared/application/a.ts', "import { b } from '../composition/b.ts';"],
  ['infra/local/a.ts', "import { b } from '../../shared/contracts/b.ts';"],
  ['infra/local/a.ts', "import { b } from '../config.ts';"],
  ['infra/app.ts', "import { b } from '../test/support/b.ts';"],
  ['vitest.config.ts', "import { b } from './test/support/b.ts';"],
];

const allowed: readonly [string, string][] = [
  ['shared/contracts/a.ts', "import * as z from 'zod/mini'; import { b } from './b.ts';"],
  ['shared/domain/deep/a.ts', "import type { B } from '../../contracts/b.ts';"],
  ['shared/ports/a.ts', "import type { B } from '../domain/b.ts';"],
  ['shared/domain/a.ts', "import { targets } from '../targets/registry.ts';"],
  ['shared/targets/registry.ts', "import { b } from './acme/manifest.ts';"],
  ['shared/targets/acme/a.ts', "import { b } from '../../application/b.ts';"],
  ['shared/targets/clients.ts', "import { b } from './acme/client.ts';"],
  ['shared/application/a.ts', "import { b } from '../domain/b.ts';"],
  ['shared/adapters/sqs/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['shared/adapters/sqs/a.ts', "import { b } from './deep/b.ts';"],
  ['functions/write-back/wiring.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['infra/stacks/a.ts', "import { b } from '../../functions/write-back/config.ts';"],
  ['infra/local/aws/a.ts', "import { b } from '../vendors/b.ts';"],
  ['test/domain/a.test.ts', "import { b } from '../../shared/adapters/sqs/b.ts';"],
  [
    'shared/domain/a.ts',
    "// import { b } from '../ports/b.ts'\nexport const text = 'import(\"x\")';",
  ],
];

describe('the import law', () => {
  it('holds in every file', () => {
    expect(importViolations(tree)).toEqual([]);
  });

  it.each(planted)('forbids %s to say %s', (path, text) => {
    expect(importViolations([{ path, text }])).toHaveLength(1);
  });

  it.each(allowed)('lets %s say %s', (path, text) => {
    expect(importViolations([{ path, text }])).toEqual([]);
  });

  it('names the file, the line, what is imported and the remedy', () => {
    const source = { path: 'shared/domain/a.ts', text: "\nimport { b } from '../ports/b.ts';" };

    expect(importViolations([source])).toEqual([
      'shared/domain/a.ts:2 imports shared/ports/b.ts: Decisions are pure: take what is needed as an argument.',
    ]);
  });
});

describe('barrels', () => {
  it('do not exist', () => {
    expect(barrelViolations(tree)).toEqual([]);
  });

  it.each([
    "export * from './b.ts';",
    "export { b } from './b.ts';",
    "export type { B } from './b.ts';",
  ])('are found in %s', (text) => {
    expect(barrelViolations([{ path: 'shared/domain/index.ts', text }])).toHaveLength(1);
  });
});

describe('import cycles', () => {
  it('do not exist', () => {
    expect(importCycles(tree)).toEqual([]);
  });

  it('are found through three files, each once, and through types', () => {
    const sources = [
      { path: 'shared/domain/a.ts', text: "import { b } from './b.ts';" },
      { path: 'shared/domain/b.ts', text: "import type { C } from './c.ts';" },
      { path: 'shared/domain/c.ts', text: "import { a } from './a.ts';" },
      { path: 'shared/domain/d.ts', text: "import { a } from './a.ts';" },
    ];

    expect(importCycles(sources)).toEqual([
      'shared/domain/a.ts → shared/domain/b.ts → shared/domain/c.ts → shared/domain/a.ts',
    ]);
  });
});

describe('the domain', () => {
  it('is synchronous, without clock, chance or surroundings', () => {
    expect(purityViolations(tree)).toEqual([]);
  });

  it.each([
    'export async function a() {}',
    'export const a = async () => 1;',
    'const a = await b;',
    'for await (const a of b) c(a);',
    'const a = Date.now();',
    'const a = new Date();',
    'const a = Date();',
    'const a = performance.now();',
    'const a = Math.random();',
    'const a = crypto.randomUUID();',
    'const a = process.env.STAGE;',
    'const a = Promise.resolve(1);',
    'setTimeout(a, 1);',
    "fetch('https://example.test');",
  ])('may not say %s', (text) => {
    expect(purityViolations([{ path: 'shared/domain/a.ts', text }])).not.toEqual([]);
  });

  it('may turn a given time into a date and speak of processes in names and comments', () => {
    const text = '// Date.now()\nexport const a = (process: string) => [new Date(0), process];';

    expect(purityViolations([{ path: 'shared/domain/a.ts', text }])).toEqual([]);
  });
});

describe('a function folder', () => {
  const folder = (...names: string[]): Source[] =>
    names.map((name) => ({ path: `functions/write-back/${name}`, text: 'export {};\n' }));

  it('has exactly handler.ts, wiring.ts and config.ts, and a handler of 25 lines at most', () => {
    expect(functionFolderViolations(readSources('functions/*/**'))).toEqual([]);
  });

  it.each([
    ['a missing config.ts', folder('handler.ts', 'wiring.ts')],
    ['a fourth file', folder('handler.ts', 'wiring.ts', 'config.ts', 'helper.ts')],
    ['a deeper file', folder('handler.ts', 'wiring.ts', 'config.ts', 'pages/a.tsx')],
    [
      'a long handler',
      [
        ...folder('wiring.ts', 'config.ts'),
        { path: 'functions/write-back/handler.ts', text: 'a();\n'.repeat(26) },
      ],
    ],
  ])('is refused with %s', (_, sources) => {
    expect(functionFolderViolations(sources)).toHaveLength(1);
  });
});

describe('the rooms', () => {
  const product = tree.filter(({ path }) => !path.startsWith('test/'));

  it('point one way only', () => {
    expect(roomCycles(product)).toEqual([]);
  });

  it('are caught when an arrow runs back up, also around a third room', () => {
    const imports = (path: string, target: string) => ({ path, text: `import '${target}';` });
    const around = [
      imports('shared/application/tokens/a.ts', '../connect/b.ts'),
      imports('shared/application/connect/b.ts', '../sweep/c.ts'),
      imports('shared/application/sweep/c.ts', '../tokens/d.ts'),
      imports('shared/application/sweep/d.ts', './c.ts'),
    ];

    expect(roomCycles(around)).toHaveLength(3);
    expect(roomCycles(around.slice(0, 2))).toEqual([]);
  });
});

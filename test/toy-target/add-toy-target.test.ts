import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importViolations } from '../tidy/import-law.ts';
import {
  applyHunk,
  copyProject,
  differences,
  hunksOf,
  readIn,
  removeCopy,
  runIn,
} from './copied-project.ts';
import { inOneOrder, policiesOf, readResources, textsOf, variablesOf } from './templates.ts';

const recipe = readFileSync('docs/how-to-add-a-target.md', 'utf8');
const folder = 'shared/targets/rolodex';
const registries = [
  'shared/targets/clients.ts',
  'shared/targets/registry.ts',
  'shared/targets/target-ids.ts',
];
const environmentBytesAtMost = 4_096;

let copy = '';
/** Takes longest, so it begins first. */
let compiled: Promise<string>;

beforeAll(() => {
  copy = copyProject();
  cpSync('test/toy-target/rolodex', join(copy, folder), { recursive: true });
  for (const hunk of hunksOf(recipe)) applyHunk(copy, hunk);
  const product = { extends: './tsconfig.json', include: ['shared', 'functions', 'infra'] };
  writeFileSync(join(copy, 'tsconfig.product.json'), JSON.stringify(product));
  compiled = runIn(copy, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.product.json']);
  // Recovery: the test that waits for it reports it.
  compiled.catch(() => undefined);
});

afterAll(() => removeCopy(copy));

describe('a target that is added as the recipe says', () => {
  it('touches its folder and the registry, and nothing else', () => {
    const own = globSync('*.ts', { cwd: 'test/toy-target/rolodex' });

    expect(differences(copy)).toEqual(
      [...registries, ...own.map((name) => `${folder}/${name}`)].sort(),
    );
  });

  it('has in its folder what the recipe lists', () => {
    const [, listing = ''] =
      /^```text\nshared\/targets\/rolodex\/\n([\s\S]*?)^```$/m.exec(recipe) ?? [];
    const listed = [...listing.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name);

    expect(listed.sort()).toEqual(globSync('*.ts', { cwd: join(copy, folder) }).sort());
  });

  it('imports what the folder of a provider may', () => {
    const sources = globSync(`${folder}/*.ts`, { cwd: copy }).map((path) => {
      return { path, text: readIn(copy, path) };
    });

    expect(importViolations(sources)).toEqual([]);
    const astray = { path: `${folder}/a.ts`, text: "import '../xero/client.ts';" };
    expect(importViolations([astray])).toHaveLength(1);
  });

  it('compiles with all of the product', async () => {
    expect(await compiled).toBe('');
  });

  it('works changes, each once, also when an answer is lost', async () => {
    const written = await runIn(copy, ['test/toy-target/in-the-copy/work-changes.ts']);

    expect(JSON.parse(written)).toEqual({
      invoicesQueued: 0,
      created: ['applied'],
      again: ['skipped duplicate'],
      updated: ['applied'],
      // The same call again, as long as the book remembers its key; after that it is looked up.
      lost: { ends: ['put off', 'applied'], calls: ['POST', 'POST'] },
      lostForLong: { ends: ['put off', 'applied'], calls: ['POST', 'GET', 'PUT'] },
      refused: ['parked'],
      entries: [
        ['con_0001', 'Ada Lovelace'],
        ['con_0002', 'Bob Bell'],
        ['con_0004', 'Cat Cole'],
      ],
      isAllAuthorised: true,
      isAllKeyed: true,
      issues: [
        {
          target: 'rolodex',
          cause: 'contact_invalid',
          remedy: 'Correct the customer in Stora: Rolodex wants a name and a whole e-mail.',
        },
      ],
      activities: Array(5).fill('record.applied'),
    });
  });

  it('has a card with a button among the connections, and its lines in the command', async () => {
    const script = 'test/toy-target/in-the-copy/show-pages';
    // Pages are written in JSX, which Node does not read.
    await build({
      absWorkingDir: copy,
      entryPoints: [`${script}.ts`],
      outfile: join(copy, `${script}.mjs`),
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
    });
    const shown = JSON.parse(await runIn(copy, [`${script}.mjs`]));

    expect(shown.page).toContain('<h2>Rolodex</h2>');
    expect(shown.page).toMatch(/action="\/connect\/rolodex"[\s\S]*?Connect Rolodex/);
    expect(shown.status).toContain('Rolodex: Not connected');
    // Where there are two, what is about one ledger stands there for each.
    const [setUp = ''] = /<nav class="w below".*?<\/nav>/s.exec(shown.backfill) ?? [];
    const links = [...setUp.matchAll(/href="([^"]+)"( aria-current="page")?>([^<]+)</g)];
    expect(links.map(([, href, isHere = '', words]) => `${href} ${words}${isHere}`)).toEqual([
      '/settings/rolodex Accounts, tax and dates: Rolodex',
      '/settings/xero Accounts, tax and dates: Xero',
      '/preview/rolodex Preview and switch: Rolodex',
      '/preview/xero Preview and switch: Xero',
      '/adoption/rolodex Already in your books: Rolodex',
      '/adoption/xero Already in your books: Xero',
      '/backfill/rolodex Earlier documents: Rolodex aria-current="page"',
      '/backfill/xero Earlier documents: Xero',
      '/people People',
    ]);
    expect(shown.first).toEqual([
      '/settings/rolodex',
      '/preview/rolodex',
      '/adoption/rolodex',
      '/backfill/rolodex',
    ]);
  });
});

describe.each([
  ['production', 'rollerdoor-production-', 'https://rolodex.example/oauth/authorize'],
  ['local', '', 'http://127.0.0.1:4403/oauth/authorize'],
])('the templates of the stage %s', (stage, prefix, authorizeUrl) => {
  let resources: ReturnType<typeof readResources>;

  beforeAll(async () => {
    for (const path of globSync('functions/*/handler.ts', { cwd: copy })) {
      const bundle = join(copy, 'dist', basename(join(path, '..')));
      mkdirSync(bundle, { recursive: true });
      for (const file of ['handler.js', 'start.js']) {
        writeFileSync(join(bundle, file), 'exports.handler = async () => ({});\n');
      }
      writeFileSync(join(bundle, 'package.json'), '{"type":"commonjs"}\n');
    }
    const { context } = JSON.parse(readIn(copy, 'cdk.json'));
    const outDir = join(copy, `cdk.out-${stage}`);
    await runIn(copy, ['infra/app.ts'], {
      CDK_OUTDIR: outDir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage }),
    });
    resources = readResources(outDir);
  });

  it('have its queue, which its worker drains', () => {
    const queues = textsOf(resources, 'QueueName');

    expect(queues).toContain(`${prefix}changes-rolodex.fifo`);
    expect(queues).toContain(`${prefix}changes-rolodex-dlq.fifo`);
  });

  it('have its worker, told of this target only, within what Lambda takes', () => {
    const variables = variablesOf(resources);
    const ofWorker = variables.get(`${prefix || 'rollerdoor-'}apply-changes-rolodex`);
    const settings = JSON.parse(String(ofWorker?.TARGET_SETTINGS));

    expect(ofWorker?.TARGET).toBe('rolodex');
    expect(settings).toMatchObject({ rolodex: { authorizeUrl } });
    expect(Object.keys(settings)).toEqual(['rolodex']);
    for (const [name, ofFunction] of variables) {
      const bytes = Buffer.byteLength(JSON.stringify(ofFunction));
      expect(bytes, name).toBeLessThan(environmentBytesAtMost);
    }
  });

  it('have its alarms, with pages that are there', () => {
    const isOwn = (text: string) => text.includes('changes-rolodex-');
    const words = textsOf(resources, 'AlarmDescription').filter((text) =>
      text.includes('arriving in Rolodex'),
    );

    expect(textsOf(resources, 'AlarmName').filter(isOwn).sort()).toEqual([
      `${prefix}changes-rolodex-dead-letters`,
      `${prefix}changes-rolodex-oldest-message`,
    ]);
    expect(words).toHaveLength(2);
    for (const text of words) {
      expect(existsSync(/docs\/alarms\/[a-z-]+\.md/.exec(text)?.[0] ?? '')).toBe(true);
    }
  });

  it('have a secret for its client', () => {
    expect(textsOf(resources, 'Name')).toContain(`rollerdoor/${stage}/rolodex-client`);
  });

  it('grant what any target is granted, to its worker and to the others', () => {
    const policies = policiesOf(resources);
    const ofWorker = policies.get('ChangesRolodexWorkerRoleDefaultPolicy') ?? '';
    const ofOther = policies.get('ChangesXeroWorkerRoleDefaultPolicy') ?? '';

    expect(ofWorker).toContain('RolodexClient');
    expect(ofWorker).not.toContain('Xero');
    expect(inOneOrder(ofWorker)).toBe(inOneOrder(ofOther.replaceAll('Xero', 'Rolodex')));
    for (const [role, policy] of policies) {
      if (/^Changes(Xero|Rolodex)/.test(role)) continue;
      // Only a target that sends events has a key for them.
      const ofAny = policy.replaceAll(/XeroEvents\w*/g, '');
      expect(ofAny.split('Rolodex').length, role).toBe(ofAny.split('Xero').length);
    }
  });
});

describe('the recipe', () => {
  it('fails to apply where a registry no longer has the lines that it shows', () => {
    const hunk = { path: registries[2] ?? '', before: 'no such line\n', after: '' };

    expect(() => applyHunk(copy, hunk)).toThrow('has these lines 0 times');
  });
});

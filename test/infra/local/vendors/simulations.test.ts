import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../../infra/local/vendors/common/seeded-random.ts';
import {
  meanings,
  type Simulation,
  tablesOf,
} from '../../../../infra/local/vendors/common/simulation.ts';
import { createHubspotSandbox } from '../../../../infra/local/vendors/hubspot/hubspot-sandbox.ts';
import { hubspotSimulation } from '../../../../infra/local/vendors/hubspot/simulates.ts';
import { vendorNames } from '../../../../infra/local/vendors/registry.ts';
import { controlActions } from '../../../../infra/local/vendors/stora/control/control-actions.ts';
import { storaSimulation } from '../../../../infra/local/vendors/stora/simulates.ts';
import { createStoraSandbox } from '../../../../infra/local/vendors/stora/stora-sandbox.ts';
import { xeroSimulation } from '../../../../infra/local/vendors/xero/simulates.ts';
import { createXeroSandbox } from '../../../../infra/local/vendors/xero/xero-sandbox.ts';

const folder = 'infra/local/vendors';

interface Simulated {
  readonly name: string;
  readonly simulation: Simulation;
  /** The page of one operator or organisation. */
  readonly controlPath: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  actionNames(): Promise<readonly string[]>;
}

const simulated: readonly Simulated[] = [hubspot(), stora(), xero()];

/** Sandboxes that stand before what calls them does: the local stack starts none of them yet. */
const early = ['hubspot'];

function hubspot(): Simulated {
  const sandbox = createHubspotSandbox({
    client: { clientId: 'id', clientSecret: 'secret', redirectUris: [] },
  });
  return inProcess('hubspot', hubspotSimulation, (request) => sandbox.fetch(request));
}

function stora(): Simulated {
  const sandbox = createStoraSandbox({
    clock: { nowEpochMs: () => Date.UTC(2026, 0, 1) },
    random: createSeededRandom(1),
    applications: [],
  });
  return {
    name: 'stora',
    simulation: storaSimulation,
    controlPath: '/control/acorn',
    fetch: (path, init) => sandbox.fetch(new Request(`http://127.0.0.1${path}`, init)),
    actionNames: () => Promise.resolve(Object.keys(controlActions)),
  };
}

function xero(): Simulated {
  const sandbox = createXeroSandbox({
    client: { clientId: 'id', clientSecret: 'secret', redirectUris: [] },
  });
  return inProcess('xero', xeroSimulation, (request) => sandbox.fetch(request));
}

/** One that names its actions where an unknown one is asked for. */
function inProcess(
  name: string,
  simulation: Simulation,
  answer: (request: Request) => Promise<Response>,
): Simulated {
  const fetch = (path: string, init?: RequestInit) =>
    answer(new Request(`http://127.0.0.1${path}`, init));
  return {
    name,
    simulation,
    controlPath: '/control/acorn',
    fetch,
    actionNames: async () => {
      const answer = await fetch('/control/api/acorn/unheard-of', { method: 'POST' });
      const { message }: { message: string } = JSON.parse(await answer.text());
      return message.replace(/^.*Known: /, '').split(', ');
    },
  };
}

/** The rows of every table, as Markdown has them. */
function rowsOf(simulation: Simulation): string[] {
  return tablesOf(simulation).flatMap(({ columns, rows }) => [
    rowOf(columns),
    '|---|---|',
    ...rows.map(rowOf),
  ]);
}

function rowOf([first, second]: readonly [string, string]): string {
  return `| ${first} | ${second} |`;
}

function readmeOf(name: string): string[] {
  return readFileSync(`${folder}/${name}/README.md`, 'utf8').split('\n');
}

describe('each sandbox', () => {
  it('has a folder, a place in the registry and a table of what it simulates', () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'common')
      .map(({ name }) => name);

    expect(simulated.map(({ name }) => name)).toEqual(folders);
    expect([...early, ...vendorNames].sort()).toEqual(folders);
  });
});

describe.each(simulated)('the sandbox of $name', (vendor) => {
  const { name, simulation, controlPath } = vendor;

  it('says in its index page what its table says, and nothing else', () => {
    const lines = readmeOf(name);

    expect(lines.filter((line) => line.startsWith('|'))).toEqual(rowsOf(simulation));
    expect(lines.filter((line) => line.startsWith('### '))).toEqual(
      tablesOf(simulation).map(({ heading }) => `### ${heading}`),
    );
    expect(lines.join(' ')).toContain(simulation.summary);
    expect(lines).toEqual(
      expect.arrayContaining(Object.entries(meanings).map(([from, why]) => `- ${from}: ${why}.`)),
    );
  });

  it('says the same on a page that every control page links to', async () => {
    const page = await (await vendor.fetch('/control/simulates')).text();
    const control = await (await vendor.fetch(controlPath)).text();
    const text = plain(page);
    const cells = tablesOf(simulation).flatMap(({ rows }) => rows.flat());

    expect(cells.filter((cell) => !text.includes(cell.replaceAll('`', '')))).toEqual([]);
    expect(control).toContain('href="/control/simulates"');
    expect(page).toContain('href="/control/simulates" aria-current="page"');
  });

  it('lists all that can be done at it, and what has a form on the page', async () => {
    const page = await (await vendor.fetch(controlPath)).text();
    const forms = [...page.matchAll(/action="\/control\/acorn\/([\w-]+)"/g)].map(
      ([, action = '']) => action,
    );
    const { actions, jsonOnly } = simulation;

    expect(Object.keys(actions).sort()).toEqual([...(await vendor.actionNames())].sort());
    expect([...new Set([...forms, ...jsonOnly])].sort()).toEqual(Object.keys(actions).sort());
    expect(jsonOnly.filter((action) => forms.includes(action))).toEqual([]);
  });

  it('names as a call only what it answers', async () => {
    const statuses = await Promise.all(
      simulation.calls.map(async ({ method, path }) => {
        const address = path.replaceAll(/:\w+|\{\w+\}/g, 'x');
        const body = method === 'POST' ? { body: new URLSearchParams() } : {};
        const answer = await vendor.fetch(address, { method, ...body });
        return { call: `${method} ${path}`, status: answer.status };
      }),
    );

    expect(statuses.filter(({ status }) => status === 404 || status === 405)).toEqual([]);
    expect((await vendor.fetch('/unheard-of')).status).toBe(404);
  });
});

function plain(page: string): string {
  return page
    .replace(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

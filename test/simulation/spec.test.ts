import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariants } from './invariants/all-invariants.ts';

const here = new URL('.', import.meta.url);
const spec = readFileSync(new URL('SPEC.md', here), 'utf8');
const files = readdirSync(new URL('invariants/', here)).filter((name) => /^i\d\d-/.test(name));

describe('SPEC.md and the invariants', () => {
  it('name the same invariants in the same words', () => {
    const rows = [...spec.matchAll(/^\| (I\d+) \| (.+?) \| \[/gm)].map(([, id, title]) => ({
      id,
      title,
    }));
    expect(rows).toEqual(invariants.map(({ id, title }) => ({ id, title })));
  });

  it('explain each invariant in a section of its own', () => {
    const sections = [...spec.matchAll(/^## (I\d+) /gm)].map(([, id]) => id);
    expect(sections).toEqual(invariants.map(({ id }) => id));
  });

  it('link each file, and no file that is not there', () => {
    const linked = [...spec.matchAll(/\]\(invariants\/(.+?)\)/g)].map(([, name]) => name);
    expect(linked.toSorted()).toEqual(files.toSorted());
  });

  it.each(files)('lead from %s back to its section', (name) => {
    const [first = ''] = readFileSync(new URL(`invariants/${name}`, here), 'utf8').split('\n');
    const number = Number(name.slice(1, 3));
    expect(first).toBe(`// SPEC.md I${number}`);
    expect(spec).toContain(`| I${number} |`);
  });
});

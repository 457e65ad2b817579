import { expect, it } from 'vitest';
import { newLink } from '../../../shared/domain/links/new-link.ts';
import { noLag } from '../../fakes/in-memory-directory.ts';
import { WatchedLinks } from './watched-links.ts';

it('tells a note for the history of the target from what is owed to the source', () => {
  const links = new WatchedLinks({ nowEpochMs: () => 0 }, noLag, async () => []);
  const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice', sourceId: 'inv_1' } as const;
  links.seed({ ...newLink(key), owed: [{ what: 'history', refusals: 1 }, { what: 'metadata' }] });

  expect(links.openDebts()).toEqual([
    { operatorId: 'acorn', to: 'xero' },
    { operatorId: 'acorn', to: 'stora' },
  ]);

  links.seed({ ...newLink(key), owed: [] });

  expect(links.openDebts()).toEqual([]);
});

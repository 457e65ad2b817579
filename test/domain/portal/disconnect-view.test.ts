import { describe, expect, it } from 'vitest';
import { disconnectView } from '../../../shared/domain/portal/disconnect-view.ts';
import { aConnection } from '../../builders/a-connection.ts';

const since = '2026-11-30T09:05:00.000Z';

describe('disconnectView', () => {
  it.each(['connected', 'needs_reconnect'] as const)(
    'asks, with the company, while it is %s',
    (status) => {
      const view = disconnectView('xero', aConnection({ status }));

      expect(view).toMatchObject({ title: 'Disconnect Xero?', buttonWords: 'Disconnect Xero' });
      expect(view.paragraphs.join(' ')).toContain('Harbour Storage Ltd');
    },
  );

  it('says that it is under way, since when, and offers no button', () => {
    const leaving = { since, actor: 'operator' };
    const view = disconnectView('stora', aConnection({ status: 'disconnecting', leaving }));

    expect(view.buttonWords).toBeUndefined();
    expect(view.title).toBe('Stora is being disconnected');
    expect(view.paragraphs[0]).toContain('30 Nov 2026, 09:05 UTC');
  });

  it('confirms the end with its day', () => {
    const row = aConnection({ status: 'disconnected', disconnectedAt: since });
    const view = disconnectView('stora', row);

    expect(view.buttonWords).toBeUndefined();
    expect(view.title).toBe('Stora is disconnected');
    expect(view.paragraphs[0]).toContain('Disconnected on 30 Nov 2026, 09:05 UTC.');
  });

  it('has nothing to end where nothing was connected', () => {
    const view = disconnectView('stora', undefined);

    expect(view.title).toBe('Stora is not connected');
    expect(view.buttonWords).toBeUndefined();
  });

  it.each([
    { othersOpen: 1, words: 'one other company' },
    { othersOpen: 4, words: '4 other companies' },
  ])('claims no end of what the same person gave for $words', ({ othersOpen, words }) => {
    const row = aConnection({ status: 'disconnected', disconnectedAt: since, othersOpen });
    const text = disconnectView('xero', row).paragraphs.join(' ');

    expect(text).toContain('Xero no longer lets us into Harbour Storage Ltd');
    expect(text).toContain(words);
    expect(text).not.toContain('no longer accepts our access');
  });

  it.each([
    { names: ['Acorn'], words: 'One earlier permission of Acorn, which has yet' },
    {
      names: ['Acorn', 'Acorn', 'Oak'],
      words: '3 earlier permissions of Acorn and Oak, which have',
    },
    { names: [''], words: 'One earlier permission, which has yet' },
  ])('says what is still open: $words', ({ names, words }) => {
    const open = names.map((name) => ({ account: { id: name, name } }));
    const row = aConnection({ status: 'disconnected', disconnectedAt: since });

    const dated = 'Since 30 Nov 2026, 09:05 UTC we neither read nor write anything in Stora.';
    for (const [connection, first] of [
      [row, dated],
      [undefined, 'We neither read nor write anything in Stora.'],
    ] as const) {
      const view = disconnectView('stora', connection, { open });
      expect(view.paragraphs[0]).toBe(first);
      expect(view.title).toBe('Stora is not quite disconnected yet');
      expect(view.paragraphs.join(' ')).toContain(words);
      expect(view.paragraphs.join(' ')).not.toContain('erased');
    }
  });
});

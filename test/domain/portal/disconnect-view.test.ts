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
});

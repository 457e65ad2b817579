import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { bury } from '../../../shared/domain/links/bury.ts';
import { aLink } from '../../builders/a-link.ts';

const at = '2026-11-30T09:00:00.000Z';
const note: Link['owed'][number] = { what: 'timeline', note: 'posted', text: 'Posted.' };

describe('the link of a contact that was deleted', () => {
  it('says when, as the version that nothing late gets past', () => {
    expect(bury(aLink({ kind: 'contact' }), at)).toMatchObject({
      deletedAt: at,
      version: { at, rank: 0, fingerprint: 'deleted' },
    });
  });

  it('keeps what stands in the target and what is noted about it', () => {
    const link = aLink({ kind: 'contact', targetId: 'target-1', targetLabel: 'Ada', owed: [note] });

    expect(bury(link, at)).toMatchObject({
      targetId: 'target-1',
      targetLabel: 'Ada',
      owed: [note],
    });
  });

  it('owes no metadata any more', () => {
    expect(bury(aLink({ owed: [{ what: 'metadata' }, note] }), at).owed).toEqual([note]);
  });

  it('stays as it is when told again', () => {
    const buried = bury(aLink(), at);
    expect(bury(buried, '2026-12-01T09:00:00.000Z')).toBe(buried);
  });
});

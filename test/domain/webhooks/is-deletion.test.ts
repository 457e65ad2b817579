import { describe, expect, it } from 'vitest';
import { isDeletion } from '../../../shared/domain/webhooks/is-deletion.ts';

describe('isDeletion', () => {
  it('knows the one event that ends a record, and no other', () => {
    expect(isDeletion('contact.deleted')).toBe(true);
    expect(['contact.updated', 'invoice.voided', 'deleted', ''].filter(isDeletion)).toEqual([]);
  });
});

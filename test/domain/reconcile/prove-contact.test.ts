import { describe, expect, it } from 'vitest';
import {
  type ContactFacts,
  contactMismatch,
} from '../../../shared/domain/reconcile/prove-contact.ts';
import { aLink } from '../../builders/a-link.ts';

const version = { at: '2026-11-01T09:00:00Z', rank: 0, fingerprint: 'applied' };
const linked = aLink({ kind: 'contact', sourceId: 'con_1', targetId: 'x-1', version });

function facts(overrides: Partial<ContactFacts> = {}): ContactFacts {
  return {
    contact: { id: 'con_1', name: 'Ada Byron', metadata: {} },
    fingerprint: 'newer',
    link: linked,
    issueOf: () => undefined,
    isUnderWay: () => false,
    handEdit: () => undefined,
    ...overrides,
  };
}

describe('contactMismatch', () => {
  it('finds one that changed and of whom no message told', () => {
    expect(contactMismatch(facts())).toMatchObject({
      ...{ class: 'webhook_lost', kind: 'contact', sourceId: 'con_1', targetId: 'x-1' },
      ...{ fix: 'repairs_itself', differenceMinor: 0 },
    });
  });

  it('finds one who left the ledger', () => {
    const found = contactMismatch(facts({ handEdit: () => ({ what: 'merged' }) }));
    expect(found).toMatchObject({ class: 'deleted_contact', fix: 'in_ledger', ledger: 'merged' });
  });

  it.each([
    ['is in step', { fingerprint: 'applied' }],
    ['was never brought', { link: undefined }],
    ['has no state of ours', { link: aLink({ kind: 'contact', targetId: 'x-1' }) }],
    ['waits', { isUnderWay: () => true }],
    ['is asked about', { issueOf: () => ({ cause: 'contact_archived' }) }],
  ] as const)('leaves alone one who %s', (_what, change) => {
    expect(contactMismatch(facts(change))).toBeUndefined();
  });
});

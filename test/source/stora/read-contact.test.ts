import { describe, expect, it } from 'vitest';
import { isExpandedContact, readContact } from '../../../shared/source/stora/read-contact.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';

describe('readContact', () => {
  it('reads a full contact without its nulls', () => {
    expect(readContact(aStoraContact({ metadata: { 'rollerdoor:xero': 'x' } }))).toEqual({
      id: 'con_0001',
      name: 'Ada Byron',
      email: 'ada@example.com',
      phone: '+441632960001',
      metadata: { 'rollerdoor:xero': 'x' },
      createdAt: '2026-11-01T10:00:00.000Z',
      updatedAt: '2026-11-01T10:00:00.000Z',
      address: {
        line1: '1 Quay Street',
        city: 'Bristol',
        postalCode: 'BS1 4DJ',
        countryCode: 'GB',
      },
    });
  });

  it.each([
    ['its name', { full_name: ' Ada ' }, 'Ada'],
    ['its e-mail address without a name', { full_name: '  ' }, 'ada@example.com'],
    ['its id without either', { full_name: null, email: null }, 'con_0001'],
  ])('calls a contact by %s', (_what, overrides, name) => {
    expect(readContact(aStoraContact(overrides)).name).toBe(name);
  });

  it.each([
    ['absent', null],
    ['empty', { line_1: ' ', city: '', country_alpha2: null }],
  ])('has no address where it is %s', (_what, address) => {
    expect(readContact(aStoraContact({ address }))).not.toHaveProperty('address');
  });

  it.each([
    ['domestic', 'person'],
    ['student', 'person'],
    ['company', 'organisation'],
    ['charity', 'organisation'],
    ['local_authority', 'organisation'],
    ['something new', undefined],
    [null, undefined],
  ])('takes the type %s for %s', (type, form) => {
    expect(readContact(aStoraContact({ type })).form).toBe(form);
  });

  it.each([
    ['lead', 'lead'],
    ['churned', 'churned'],
    ['prospect', undefined],
    [null, undefined],
  ])('takes the status %s for %s', (status, lifecycle) => {
    expect(readContact(aStoraContact({ status })).lifecycle).toBe(lifecycle);
  });

  it('reads where a lead came from', () => {
    const told = { source: 'walk_in', marketing_source: 'google', use_case: ' ' };
    const contact = readContact(aStoraContact(told));
    expect(contact).toMatchObject({ leadSource: 'walk_in', marketingSource: 'google' });
    expect(contact).not.toHaveProperty('useCase');
  });

  it('reads a bare reference', () => {
    expect(readContact({ id: 'con_9' })).toEqual({ id: 'con_9', name: 'con_9', metadata: {} });
  });
});

describe('isExpandedContact', () => {
  it.each([
    ['a full contact', aStoraContact(), true],
    ['one of which only the e-mail address is shown', { id: 'con_9', email: 'a@b.c' }, true],
    ['a bare reference', { id: 'con_9' }, false],
  ])('tells %s', (_what, contact, isExpanded) => {
    expect(isExpandedContact(contact)).toBe(isExpanded);
  });
});

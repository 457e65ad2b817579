import { describe, expect, it } from 'vitest';
import {
  decideNamesake,
  isSameName,
  type Namesake,
  needsNameAlone,
} from '../../../shared/domain/apply/namesake.ts';

const ada = { id: 'con_1', name: 'Ada Byron', email: 'ada@example.com', metadata: {} };
const rival = { ...ada, id: 'con_2' };
const entered = {
  targetId: 't',
  name: 'Ada Byron',
  contactNumber: undefined,
  emailAddress: undefined,
};

describe('decideNamesake', () => {
  it.each([
    ['of the same name without anything else', [entered], [], 'link'],
    [
      'whose e-mail address differs in case',
      [{ ...entered, emailAddress: ' ADA@example.com' }],
      [],
      'link',
    ],
    ['with another e-mail address', [{ ...entered, emailAddress: 'x@y.z' }], [], 'ask'],
    ['with our number', [{ ...entered, contactNumber: 'con_1' }], [], 'look_again'],
    ['with another customer’s number', [{ ...entered, contactNumber: 'con_9' }], [], 'suffix'],
    ['with another system’s number', [{ ...entered, contactNumber: '4711' }], [], 'ask'],
    ['that the look-up does not show', [], [], 'suffix'],
    ['of another name', [{ ...entered, name: 'Ada Lovelace' }], [], 'suffix'],
    ['that two customers want', [entered], [{ ...rival, email: 'b@example.com' }], 'ask'],
    [
      'that two customers of one e-mail address want',
      [{ ...entered, emailAddress: ada.email }],
      [rival],
      'ask',
    ],
    [
      'that has the e-mail address of one of two',
      [{ ...entered, emailAddress: ada.email }],
      [{ ...rival, email: 'b@example.com' }],
      'link',
    ],
    [
      'that has the e-mail address of the other one of two',
      [{ ...entered, emailAddress: 'b@example.com' }],
      [{ ...rival, email: 'b@example.com' }],
      'suffix',
    ],
    ['that is there twice', [entered, { ...entered, targetId: 'u' }], [], 'ask'],
    [
      'that is there twice with one e-mail address',
      [entered, entered].map((contact) => ({ ...contact, emailAddress: ada.email })),
      [],
      'ask',
    ],
    [
      'that is there twice, once with the e-mail address',
      [entered, { ...entered, targetId: 'u', emailAddress: ada.email }],
      [],
      'link',
    ],
  ])('judges one %s', (...[, contacts, rivals, kind]) => {
    expect(decideNamesake<Namesake>(ada, contacts, { rivals }).kind).toBe(kind);
  });

  it('does not take a contact with an e-mail address for a customer without one', () => {
    const { email: _email, ...withoutEmail } = ada;
    const contact = { ...entered, emailAddress: 'ada@example.com' };

    expect(decideNamesake(withoutEmail, [contact], { rivals: [] }).kind).toBe('ask');
    expect(decideNamesake(withoutEmail, [entered], { rivals: [] }).kind).toBe('link');
  });

  it('compares a name that the ledger has cut', () => {
    const name = 'x'.repeat(300);
    const contact = { ...entered, name: name.slice(0, 255) };

    expect(decideNamesake({ ...ada, name }, [contact], { rivals: [] }).kind).toBe('link');
  });
});

describe('decideNamesake, as the operator lets customers be known again', () => {
  const other = { ...entered, emailAddress: 'x@y.z' };
  const numbered = { ...entered, contactNumber: 'con_9' };

  it.each([
    ['number', 'a namesake', [entered], true, 'suffix'],
    [
      'number',
      'one of the same e-mail address',
      [{ ...entered, emailAddress: ada.email }],
      true,
      'suffix',
    ],
    [
      'number',
      'one with another system’s number',
      [{ ...entered, contactNumber: '4711' }],
      true,
      'suffix',
    ],
    ['number', 'one with our number', [{ ...entered, contactNumber: 'con_1' }], true, 'look_again'],
    ['name', 'the only one on both sides', [entered], true, 'link'],
    ['name', 'the only one, whatever its e-mail address', [other], true, 'link'],
    ['name', 'the only one there, of several at the source', [entered], false, 'ask'],
    ['name', 'one of two there', [entered, { ...entered, name: 'ada byron' }], true, 'ask'],
    ['name', 'one beside that of another customer', [entered, numbered], true, 'ask'],
    ['name', 'that of another customer', [numbered], true, 'suffix'],
    ['email', 'one of another e-mail address', [other], true, 'ask'],
  ] as const)('by %s: %s', (...[matching, , contacts, isAloneAtSource, kind]) => {
    const context = { rivals: [], matching, isAloneAtSource };

    expect(decideNamesake<Namesake>(ada, [...contacts], context).kind).toBe(kind);
  });

  it.each([
    ['name', [entered], true],
    ['name', [entered, numbered], false],
    ['name', [numbered], false],
    ['name', [], false],
    ['email', [entered], false],
  ] as const)('asks the source for namesakes only where that decides: %s, %j', (...row) => {
    const [matching, contacts, isAsked] = row;

    expect(needsNameAlone<Namesake>(ada, [...contacts], matching)).toBe(isAsked);
  });
});

describe('isSameName', () => {
  it.each([
    ['ADA  byron ', 'Ada Byron', true],
    ['José', 'Jose', true],
    ['Ada Byron', 'Ada Byron (n_0001)', false],
  ])('holds %j and %j together: %s', (left, right, isSame) => {
    expect(isSameName(left, right)).toBe(isSame);
  });
});

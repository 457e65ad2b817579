import { describe, expect, it } from 'vitest';
import { NodeCrypto, uuid5In } from '../../shared/adapters/node/crypto.ts';
import { FakeCrypto } from '../fakes/fake-crypto.ts';
import { cryptoSuite } from './crypto-suite.ts';

describe('NodeCrypto', () => cryptoSuite(() => new NodeCrypto()));

describe('FakeCrypto', () => {
  cryptoSuite(() => new FakeCrypto());

  it('draws the same values again from the same seed', () => {
    expect(new FakeCrypto('a').randomToken(32)).toBe(new FakeCrypto('a').randomToken(32));
    expect(new FakeCrypto('a').uuid()).not.toBe(new FakeCrypto('b').uuid());
  });
});

describe('uuid5In', () => {
  it('gives the example of RFC 9562, appendix A.4', () => {
    expect(uuid5In('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });
});

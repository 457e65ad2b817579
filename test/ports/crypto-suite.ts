import { expect, it } from 'vitest';
import type { Crypto } from '../../shared/ports/crypto.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** What every source of hashes and randomness does. */
export function cryptoSuite(make: () => Crypto): void {
  it('hashes with SHA-256', () => {
    expect(make().sha256Hex('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('authenticates with HMAC-SHA-256 as RFC 4231, test case 2', () => {
    const mac = make().hmacSha256('Jefe', bytes('what do ya want for nothing?'));

    expect(Buffer.from(mac).toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('compares equal, unequal and unequally long values', () => {
    expect(make().equal(bytes('same'), bytes('same'))).toBe(true);
    expect(make().equal(bytes('same'), bytes('sane'))).toBe(false);
    expect(make().equal(bytes('same'), bytes('same and more'))).toBe(false);
  });

  it('derives the same id from the same name, in every version of the program', () => {
    expect(make().uuid5('harbour-storage invoice inv_0001')).toBe(
      '138d7040-3924-5c0e-a4c9-55656d77af42',
    );
    expect(make().uuid5('another')).not.toBe(make().uuid5('name'));
  });

  it('draws url-safe tokens of the asked size, never the same twice', () => {
    const crypto = make();
    const tokens = Array.from({ length: 50 }, () => crypto.randomToken(48));

    expect(new Set(tokens).size).toBe(50);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{64}$/);
  });

  it('draws version 4 ids, never the same twice', () => {
    const crypto = make();
    const ids = Array.from({ length: 50 }, () => crypto.uuid());

    expect(new Set(ids).size).toBe(50);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
}

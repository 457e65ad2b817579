import { decodeBase64Url, encodeBase64Url } from '../../domain/portal/base64-url.ts';
import type { Crypto } from '../../ports/crypto.ts';

/** What a signature is for: a text signed for one purpose is worth nothing for another. */
export type SigningPurpose = 'hosted-link' | 'session' | 'form' | 'unsubscribe' | 'come-back';

export interface Signer {
  crypto: Crypto;
  /**
   * Reads the keys when they are needed, so that a rotated one is seen. The first one signs; what the
   * others signed still counts, so that a rotation ends nobody's visit.
   */
  signingKeys(): Promise<string[]>;
}

/** Returns `<claims>.<signature>`, safe in a URL and in a cookie. */
export async function signText(
  signer: Signer,
  purpose: SigningPurpose,
  claims: unknown,
): Promise<string> {
  const body = encodeBase64Url(new TextEncoder().encode(JSON.stringify(claims)));
  const [key] = await signer.signingKeys();
  if (key === undefined) throw new Error('There is no signing key: fill in its secret.');
  return `${body}.${encodeBase64Url(signatureOf(signer.crypto, key, `${purpose}.${body}`))}`;
}

/** Returns the claims if we signed the text for this purpose, else undefined. They are not parsed. */
export async function readSignedText(
  signer: Signer,
  purpose: SigningPurpose,
  text: string,
): Promise<unknown> {
  if (text.length > signedTextMaxLength) return undefined;
  const [body, signature, ...rest] = text.split('.');
  if (!body || !signature || rest.length > 0) return undefined;
  const given = decodeBase64Url(signature);
  if (given === undefined) return undefined;
  const isOurs = (await signer.signingKeys()).some((key) =>
    signer.crypto.equal(given, signatureOf(signer.crypto, key, `${purpose}.${body}`)),
  );
  if (!isOurs) return undefined;
  const bytes = decodeBase64Url(body);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

/** Ours have some 250 characters; hashing a megabyte for a stranger is work without a use. */
const signedTextMaxLength = 1_024;

function signatureOf(crypto: Crypto, key: string, text: string): Uint8Array {
  return crypto.hmacSha256(key, new TextEncoder().encode(text));
}

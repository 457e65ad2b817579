import { decodeBase64Url, encodeBase64Url } from '../../domain/portal/base64-url.ts';
import type { Crypto } from '../../ports/crypto.ts';

/** What a signature is for: a text signed for one purpose is worth nothing for another. */
export type SigningPurpose = 'hosted-link' | 'session' | 'form';

export interface Signer {
  crypto: Crypto;
  /** Reads the key when it is needed, so that a rotated one is seen. */
  signingKey(): Promise<string>;
}

/** Returns `<claims>.<signature>`, safe in a URL and in a cookie. */
export async function signText(
  signer: Signer,
  purpose: SigningPurpose,
  claims: unknown,
): Promise<string> {
  const body = encodeBase64Url(new TextEncoder().encode(JSON.stringify(claims)));
  return `${body}.${encodeBase64Url(await signatureOf(signer, purpose, body))}`;
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
  const expected = await signatureOf(signer, purpose, body);
  if (given === undefined || !signer.crypto.equal(given, expected)) return undefined;
  const bytes = decodeBase64Url(body);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

/** Ours have some 250 characters; hashing a megabyte for a stranger is work without a use. */
const signedTextMaxLength = 1_024;

async function signatureOf(
  signer: Signer,
  purpose: SigningPurpose,
  body: string,
): Promise<Uint8Array> {
  const key = await signer.signingKey();
  return signer.crypto.hmacSha256(key, new TextEncoder().encode(`${purpose}.${body}`));
}

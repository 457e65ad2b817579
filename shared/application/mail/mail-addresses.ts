import { type ReaderClaims, readerClaims } from '../../contracts/portal-tokens.ts';
import { readSignedText, type Signer, signText } from '../connect/signed-text.ts';

export interface AddressesDeps {
  signer: Signer;
  portalBaseUrl: string;
}

/** Where a reader ends the digest; good for ever, as an old mail must be, too. */
export async function unsubscribeUrl(deps: AddressesDeps, reader: ReaderClaims): Promise<string> {
  const token = await signText(deps.signer, 'unsubscribe', reader);
  return `${deps.portalBaseUrl}/unsubscribe/${token}`;
}

/** Opens the page for whoever still has a visit, and else offers a link to the very address. */
export async function backUrl(deps: AddressesDeps, reader: ReaderClaims): Promise<string> {
  return `${deps.portalBaseUrl}/back/${await signText(deps.signer, 'come-back', reader)}`;
}

/** Undefined: we never wrote that. */
export async function readReader(
  deps: Pick<AddressesDeps, 'signer'>,
  purpose: 'unsubscribe' | 'come-back',
  token: string,
): Promise<ReaderClaims | undefined> {
  const parsed = readerClaims.safeParse(await readSignedText(deps.signer, purpose, token));
  return parsed.success ? parsed.data : undefined;
}

import type { Account } from '../../shared/contracts/account.ts';
import type { OauthProvider } from '../../shared/ports/oauth-provider.ts';

/** The company that a token opens; of several the one with this word in its name. */
export async function accountIn(
  provider: Pick<OauthProvider, 'accountsOf'>,
  accessToken: string,
  word = '',
): Promise<Account> {
  const listed = await provider.accountsOf(accessToken);
  const found = listed.find(({ name }) => name.toLowerCase().includes(word));
  if (found === undefined) throw new Error(`The token opens nothing like "${word}".`);
  const { id, name, connectionId } = found;
  return { id, name, ...(connectionId === undefined ? {} : { connectionId }) };
}

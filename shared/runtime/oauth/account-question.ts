import type * as z from 'zod/mini';
import type { Provider } from '../../contracts/ids.ts';
import { ProviderError } from '../../domain/errors/errors.ts';

/**
 * Asks the provider whose token this is.
 * @throws ProviderError; with `canRetryHelp` where the same question may be answered later.
 */
export async function askProvider<T extends z.ZodMiniType>(
  provider: Provider,
  schema: T,
  send: () => Promise<Response>,
): Promise<z.infer<T>> {
  const { status, text } = await answerOf(provider, send);
  return read(provider, schema, { status, text });
}

/**
 * Asks with a token that may be dead: 401 says that it is.
 * @throws ProviderError on every other answer but the one asked for.
 */
export async function askWhetherAlive<T extends z.ZodMiniType>(
  provider: Provider,
  schema: T,
  send: () => Promise<Response>,
): Promise<z.infer<T> | 'refused'> {
  const answer = await answerOf(provider, send);
  return answer.status === 401 ? 'refused' : read(provider, schema, answer);
}

/**
 * Tells the provider to take something away; that it is gone already is as good.
 * @throws ProviderError when it is not known to be gone.
 */
export async function takeAway(provider: Provider, send: () => Promise<Response>): Promise<void> {
  const { status } = await answerOf(provider, send);
  if ((status >= 200 && status < 300) || status === 404) return;
  const canRetryHelp = status === 429 || status >= 500;
  throw failure(provider, { status, code: 'not_taken_away', canRetryHelp });
}

function read<T extends z.ZodMiniType>(
  provider: Provider,
  schema: T,
  { status, text }: { status: number; text: string },
): z.infer<T> {
  if (status !== 200) {
    const canRetryHelp = status === 429 || status >= 500;
    throw failure(provider, { status, code: 'account_not_told', canRetryHelp });
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw failure(provider, { status, code: 'unreadable_answer', canRetryHelp: false });
}

/** The provider does not say whose the grant is: the person has to choose. */
export function noAccount(provider: Provider): ProviderError {
  return failure(provider, { status: 200, code: 'no_account', canRetryHelp: false });
}

async function answerOf(provider: Provider, send: () => Promise<Response>) {
  try {
    const response = await send();
    return { status: response.status, text: await response.text() };
  } catch {
    // Recovery: asking again is harmless. The error itself may quote headers, so it stays here.
    throw failure(provider, { status: undefined, code: 'no_answer', canRetryHelp: true });
  }
}

function failure(
  provider: Provider,
  facts: { status: number | undefined; code: string; canRetryHelp: boolean },
): ProviderError {
  return new ProviderError({ provider, ...facts, effect: 'not_applied' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: reported as unreadable.
    return undefined;
  }
}

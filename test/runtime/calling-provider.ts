import type { Provider } from '../../shared/contracts/ids.ts';
import type {
  AccessToken,
  AccessTokens,
  RefusalVerdict,
} from '../../shared/ports/access-tokens.ts';
import type { ProviderCallParts } from '../../shared/runtime/provider-call.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { RecordingPacer } from '../fakes/recording-pacer.ts';

export const get = { method: 'GET', url: 'https://api.example/contacts' } as const;

export function aToken(value: string): AccessToken {
  return { value, accountId: 'tenant', accountName: 'Acorn', epoch: 1, tokenVersion: 1 };
}

/** Tokens of which each rejected one is followed by the next. */
class Succession implements AccessTokens {
  readonly rejected: string[] = [];
  readonly judged: string[] = [];
  verdict: RefusalVerdict | Error = 'stands';
  readAtEpochMs: number | undefined;

  async judgeRefusal(_key: unknown, refused: AccessToken): Promise<RefusalVerdict> {
    this.judged.push(refused.value);
    if (this.verdict instanceof Error) throw this.verdict;
    return this.verdict;
  }

  async get(): Promise<AccessToken> {
    const { readAtEpochMs } = this;
    return { ...aToken('first'), ...(readAtEpochMs === undefined ? {} : { readAtEpochMs }) };
  }

  async replaceRejected(_key: unknown, rejected: AccessToken): Promise<AccessToken> {
    this.rejected.push(rejected.value);
    return aToken('second');
  }
}

export type Answer = Response | Error | ((init: RequestInit) => Promise<Response>);

export function open(answers: Answer[], provider: Provider = 'stora') {
  const requests: Array<{ url: string; init: RequestInit; headers: Headers }> = [];
  const tokens = new Succession();
  const pacer = new RecordingPacer();
  const clock = new FakeClock();
  const parts: ProviderCallParts = {
    provider,
    operatorId: 'acorn',
    lane: 'live',
    tokens,
    pacer,
    clock,
    fetch: async (url, init = {}) => {
      requests.push({ url: String(url), init, headers: new Headers(init.headers) });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('No answer was scripted.');
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(init) : answer;
    },
  };
  return { parts, requests, tokens, pacer, clock };
}

export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => error,
  );
}

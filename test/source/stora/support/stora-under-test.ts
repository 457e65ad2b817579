import { createSeededRandom } from '../../../../infra/local/vendors/common/seeded-random.ts';
import type { Operator } from '../../../../infra/local/vendors/stora/core/world.ts';
import {
  createStoraSandbox,
  type StoraSandbox,
  type StoraSandboxOptions,
} from '../../../../infra/local/vendors/stora/stora-sandbox.ts';
import type { StoraSettings } from '../../../../shared/source/stora/settings.ts';
import { StoraSource } from '../../../../shared/source/stora/stora-source.ts';
import { FakeClock } from '../../../fakes/fake-clock.ts';
import { FixedAccessTokens } from '../../../fakes/fixed-access-tokens.ts';
import { RecordingPacer } from '../../../fakes/recording-pacer.ts';
import { storaSettings } from '../../../support/vendors-in-process.ts';

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

const allScopes = storaSettings().scopes;

/** StoraSource over the simulated Stora. */
export class StoraUnderTest {
  readonly clock = new FakeClock();
  readonly pacer = new RecordingPacer();
  readonly sent: Sent[] = [];
  readonly sandbox: StoraSandbox;
  readonly operator: Operator;
  readonly tokens: FixedAccessTokens;
  readonly source: StoraSource;
  /** Answers instead of Stora, once each, in order. */
  readonly scripted: Array<() => Response | Promise<Response>> = [];

  constructor(
    options: {
      sandbox?: Partial<StoraSandboxOptions>;
      settings?: Partial<StoraSettings>;
      scopes?: string;
    } = {},
  ) {
    const { scopes = allScopes } = options;
    const client = { clientId: 'rollerdoor', clientSecret: 'secret', name: 'Rollerdoor' };
    this.sandbox = createStoraSandbox({
      clock: this.clock,
      random: createSeededRandom(7),
      applications: [{ ...client, redirectUris: [], scopes: allScopes.split(' ') }],
      deliver: async () => new Response(null, { status: 503 }),
      ...options.sandbox,
    });
    const operator = this.sandbox.world.operators.get('acorn');
    if (operator === undefined) throw new Error('The sandbox has no operator called acorn.');
    this.operator = operator;
    const value = this.sandbox.issueAccessToken({
      operatorSlug: 'acorn',
      clientId: client.clientId,
      scopes: scopes.split(' '),
    });
    const token = { value, accountId: 'acorn', accountName: 'Acorn', epoch: 1, tokenVersion: 1 };
    this.tokens = new FixedAccessTokens({ stora: token, xero: token });
    this.source = new StoraSource(
      { ...storaSettings(), ...options.settings },
      {
        provider: 'stora',
        operatorId: 'acorn',
        lane: 'live',
        tokens: this.tokens,
        pacer: this.pacer,
        clock: this.clock,
        fetch: (input, init) => this.#answer(new Request(input, init)),
      },
    );
  }

  /** Presses a button of the simulation's control page. */
  async press(action: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = await this.sandbox.fetch(
      new Request(`https://stora.test/control/api/acorn/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }),
    );
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const text = await request.clone().text();
    this.sent.push({
      method: request.method,
      path: pathname.replace('/2025-09', '') + search,
      headers: Object.fromEntries(request.headers),
      body: text === '' ? undefined : JSON.parse(text),
    });
    const scripted = this.scripted.shift();
    return scripted === undefined ? this.sandbox.fetch(request) : scripted();
  }
}

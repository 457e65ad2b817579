import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { jsonText } from '../../contracts/json-text.ts';
import { type ClientCredentials, clientCredentials } from '../../contracts/provider-settings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secrets } from '../../ports/secrets.ts';

// Long enough to spare a call per event, short enough for a rotation to arrive by itself.
const cacheLifeMs = 300_000;

// A shorter key would be weaker than the SHA-256 it feeds.
const shortestKeyLength = 32;

/** What a template puts into a secret until a person has put the real value there. */
const placeholder =
  /^\s*(?:<.*>|(?:re-?place|change|set|fill)[-_ ]?(?:me|in)|placeholder|todo|\{\s*\})?\s*$/i;

const signingKeyJson = jsonText(z.object({ key: z.string() }));

/** Secrets Manager, read at most once in 5 minutes per secret. */
export class SecretsManagerSecrets implements Secrets {
  readonly #client: SecretsManagerClient;
  readonly #clock: Clock;
  readonly #read = new Map<string, { text: string; untilEpochMs: number }>();

  constructor(parts: { client: SecretsManagerClient; clock: Clock }) {
    this.#client = parts.client;
    this.#clock = parts.clock;
  }

  async clientCredentials(secretName: string): Promise<ClientCredentials> {
    const parsed = z.safeParse(jsonText(clientCredentials), await this.#text(secretName));
    const credentials = parsed.success ? parsed.data : undefined;
    if (!credentials || Object.values(credentials).some((value) => placeholder.test(value))) {
      this.forget(secretName);
      throw notFilled(secretName, '{"clientId": "…", "clientSecret": "…"} of the provider');
    }
    return credentials;
  }

  async signingKey(secretName: string): Promise<string> {
    const text = await this.#text(secretName);
    const parsed = z.safeParse(signingKeyJson, text);
    const key = parsed.success ? parsed.data.key : text;
    if (placeholder.test(key) || key.length < shortestKeyLength) {
      this.forget(secretName);
      throw notFilled(secretName, `a random text of at least ${shortestKeyLength} characters`);
    }
    return key;
  }

  forget(secretName: string): void {
    this.#read.delete(secretName);
  }

  async #text(secretName: string): Promise<string> {
    const now = this.#clock.nowEpochMs();
    const cached = this.#read.get(secretName);
    if (cached && cached.untilEpochMs > now) return cached.text;
    const text = await this.#fetch(secretName);
    this.#read.set(secretName, { text, untilEpochMs: now + cacheLifeMs });
    return text;
  }

  async #fetch(secretName: string): Promise<string> {
    try {
      const command = new GetSecretValueCommand({ SecretId: secretName });
      return (await this.#client.send(command)).SecretString ?? '';
    } catch (error) {
      // Recovery: a person has to act, so it is told which secret. All else is the SDK's to tell.
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new Error(`The secret ${secretName} does not exist or has no value yet.`, {
        cause: error,
      });
    }
  }
}

/** Names the secret, never what is in it. */
function notFilled(secretName: string, expected: string): Error {
  return new Error(`The secret ${secretName} is not filled in: put ${expected} there.`);
}

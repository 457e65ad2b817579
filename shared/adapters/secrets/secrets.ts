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
import { ExpiringCache } from '../../runtime/expiring-cache.ts';

// Long enough to spare a call per event, short enough for a rotation to arrive by itself.
const cacheBounds = { entries: 100, lifeMs: 300_000 };

// A shorter key would be weaker than the SHA-256 it feeds.
const shortestKeyLength = 32;

/** What a template puts into a secret until a person has put the real value there. */
const placeholder =
  /^\s*(?:<.*>|(?:re-?place|change|set|fill)[-_ ]?(?:me|in)|placeholder|todo|\{\s*\})?\s*$/i;

const signingKeyJson = jsonText(z.object({ key: z.string() }));

/** Labels that Secrets Manager moves by itself when a new value is put into a secret. */
type Stage = 'AWSCURRENT' | 'AWSPREVIOUS';

/** Secrets Manager, read at most once in 5 minutes per secret and version. */
export class SecretsManagerSecrets implements Secrets {
  readonly #client: SecretsManagerClient;
  /** Without a text: there is no such version. */
  readonly #read: ExpiringCache<{ text: string | undefined }>;

  constructor(parts: { client: SecretsManagerClient; clock: Clock }) {
    this.#client = parts.client;
    this.#read = new ExpiringCache(parts.clock, cacheBounds);
  }

  async clientCredentials(secretName: string): Promise<ClientCredentials> {
    const credentials = credentialsIn(await this.#current(secretName));
    if (credentials !== undefined) return credentials;
    this.forget(secretName);
    throw notFilled(secretName, '{"clientId": "…", "clientSecret": "…"} of the provider');
  }

  async formerClientCredentials(secretName: string): Promise<ClientCredentials | undefined> {
    const { clientId } = await this.clientCredentials(secretName);
    const former = credentialsIn(await this.#text(secretName, 'AWSPREVIOUS'));
    // Grants belong to a client: those of another one would look dead to this one.
    return former?.clientId === clientId ? former : undefined;
  }

  async signingKeys(secretName: string): Promise<string[]> {
    const current = keyIn(await this.#current(secretName));
    if (current === undefined) {
      this.forget(secretName);
      throw notFilled(secretName, `a random text of at least ${shortestKeyLength} characters`);
    }
    const former = keyIn(await this.#text(secretName, 'AWSPREVIOUS'));
    return former === undefined ? [current] : [current, former];
  }

  forget(secretName: string): void {
    for (const stage of ['AWSCURRENT', 'AWSPREVIOUS'] as const) {
      this.#read.forget(`${stage} ${secretName}`);
    }
  }

  async #current(secretName: string): Promise<string> {
    const text = await this.#text(secretName, 'AWSCURRENT');
    if (text !== undefined) return text;
    throw new Error(`The secret ${secretName} does not exist or has no value yet.`);
  }

  /** Undefined when there is no such version. */
  async #text(secretName: string, stage: Stage): Promise<string | undefined> {
    const place = `${stage} ${secretName}`;
    const read = async () => ({ text: await this.#fetch(secretName, stage) });
    const { text } = await this.#read.getOrRead(place, read);
    // A missing current value is asked for again at once: somebody may be filling it in just now.
    if (text === undefined && stage === 'AWSCURRENT') this.#read.forget(place);
    return text;
  }

  async #fetch(secretName: string, stage: Stage): Promise<string | undefined> {
    try {
      const command = new GetSecretValueCommand({ SecretId: secretName, VersionStage: stage });
      return (await this.#client.send(command)).SecretString ?? '';
    } catch (error) {
      // Recovery: the caller says what is missing. All else is the SDK's to tell.
      if (!(error instanceof ResourceNotFoundException)) throw error;
      return undefined;
    }
  }
}

/** Undefined when a person has not filled it in yet. */
function credentialsIn(text: string | undefined): ClientCredentials | undefined {
  const parsed = z.safeParse(jsonText(clientCredentials), text ?? '');
  const credentials = parsed.success ? parsed.data : undefined;
  const isFilled =
    credentials && Object.values(credentials).every((value) => !placeholder.test(value));
  return isFilled ? credentials : undefined;
}

/** Undefined when it is none, or too short to be one. */
function keyIn(text: string | undefined): string | undefined {
  const parsed = z.safeParse(signingKeyJson, text ?? '');
  const key = parsed.success ? parsed.data.key : (text ?? '');
  return placeholder.test(key) || key.length < shortestKeyLength ? undefined : key;
}

/** Names the secret, never what is in it. */
function notFilled(secretName: string, expected: string): Error {
  return new Error(`The secret ${secretName} is not filled in: put ${expected} there.`);
}

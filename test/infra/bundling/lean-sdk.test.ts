import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleOptions } from '../../../infra/bundling/bundle-options.ts';
import { keptErrors, leanSdk } from '../../../infra/bundling/lean-sdk.ts';
import { readSources } from '../../tidy/source.ts';
import { functionFolders } from '../synthesized.ts';
import { type BundledCalls, bundledCalls } from './bundled-calls.ts';
import { type FakeAnswer, type FakeAws, startFakeAws } from './fake-aws.ts';
import { signatureOf } from './signature-of.ts';

let lean: BundledCalls;
let full: BundledCalls;
let aws: FakeAws;
let home: string;

beforeAll(async () => {
  [lean, full] = await Promise.all([bundledCalls([leanSdk()]), bundledCalls([])]);
});

beforeEach(async () => {
  aws = await startFakeAws();
  home = mkdtempSync(join(tmpdir(), 'rollerdoor-home-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDFIRST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'first-secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'first-token');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
  rmSync(home, { recursive: true });
});

describe('a bundled client', () => {
  it.each(['dynamodb', 'kms', 'secrets', 'ses', 'sqs'] as const)(
    'signs for %s with the credentials of the environment',
    async (service) => {
      await attempt(lean.awsCalls()[service]);
      const [request] = aws.seen;
      if (!request) throw new Error('Nothing was sent.');
      expect(request.headers['x-amz-security-token']).toBe('first-token');
      expect(request.headers.authorization).toContain('Credential=AKIDFIRST/');
      expect(request.headers.authorization).toContain(
        `Signature=${signatureOf(request, 'first-secret')}`,
      );
      expect(request.headers['user-agent']).toMatch(/ m\/[^ ]*\bg\b/);
    },
  );

  it.each(['eu-west-2', 'mx-central-1', 'us-gov-west-1', 'cn-north-1', 'eu-none-9'])(
    'goes in %s where the whole SDK goes',
    async (region) => {
      const hosts = await lean.hostsIn(region);
      expect(hosts).toEqual(await full.hostsIn(region));
      expect(hosts[0]).toContain(region);
    },
  );

  it('uses other credentials from the next request on', async () => {
    const { sqs } = lean.awsCalls();
    await attempt(sqs);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDSECOND');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'second-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', '');
    await attempt(sqs);
    const last = aws.seen.at(-1);
    if (!last) throw new Error('Nothing was sent.');
    expect(last.headers['x-amz-security-token']).toBeUndefined();
    expect(last.headers.authorization).toContain('Credential=AKIDSECOND/');
    expect(last.headers.authorization).toContain(signatureOf(last, 'second-secret'));
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
    'says that %s is missing and sends nothing',
    async (variable) => {
      vi.stubEnv(variable, '');
      await expect(lean.awsCalls().kms()).rejects.toThrow(
        `${variable} is not set. Functions take their AWS credentials from the environment only.`,
      );
      expect(aws.seen).toEqual([]);
    },
  );

  it('looks at no file of a home folder, where the whole SDK would', async () => {
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws/config'), '[default]\nregion = us-east-1\n');
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_DEFAULT_REGION', undefined);
    await attempt(full.awsCalls().kms);
    expect(aws.seen[0]?.headers.authorization).toContain('/us-east-1/kms/');
    await expect(lean.awsCalls().kms()).rejects.toThrow('Region is missing');
    expect(aws.seen).toHaveLength(1);
  });
});

const errorOf = (name: string, status = 400): FakeAnswer => ({
  status,
  headers: { 'x-amzn-requestid': 'request-1' },
  body: { __type: `com.amazonaws.service#${name}`, message: `${name} it is` },
});
const queryError = (name: string, code: string): FakeAnswer => ({
  ...errorOf(name),
  headers: { 'x-amzn-query-error': `${code};Sender`, 'x-amzn-requestid': 'request-1' },
});

describe('an error of AWS', () => {
  it.each([
    ['dynamodb', 'ConditionalCheckFailedException', errorOf('ConditionalCheckFailedException')],
    ['dynamodb', 'a validation', errorOf('ValidationException')],
    ['dynamodb', 'a limit', errorOf('ItemCollectionSizeLimitExceededException')],
    ['dynamodb', 'an unknown table', errorOf('ResourceNotFoundException')],
    ['kms', 'InvalidCiphertextException', errorOf('InvalidCiphertextException')],
    ['kms', 'IncorrectKeyException', errorOf('IncorrectKeyException')],
    ['kms', 'a disabled key', errorOf('DisabledException')],
    ['secrets', 'ResourceNotFoundException', errorOf('ResourceNotFoundException')],
    ['secrets', 'a refused request', errorOf('InvalidRequestException')],
    ['ses', 'a refused mail', errorOf('MessageRejected')],
    ['ses', 'too many at once', errorOf('TooManyRequestsException', 429)],
    [
      'sqs',
      'a missing queue',
      queryError('QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'),
    ],
    ['sqs', 'an unknown one', errorOf('SomethingNewException')],
  ] as const)('of %s is the same as with the whole SDK: %s', async (service, _, answer) => {
    aws.answerWith(answer);
    const [ours, theirs] = [
      await attempt(lean.awsCalls()[service]),
      await attempt(full.awsCalls()[service]),
    ];
    expect(described(ours)).toEqual(described(theirs));
    expect(described(ours).message).toBeTruthy();
  });

  it.each([
    ['dynamodb', errorOf('ReplicatedWriteConflictException')],
    ['dynamodb', errorOf('ProvisionedThroughputExceededException')],
    ['dynamodb', errorOf('ThrottlingException')],
    ['dynamodb', errorOf('InternalServerError', 500)],
    ['kms', errorOf('ThrottlingException')],
    ['kms', errorOf('KMSInternalException', 500)],
    ['kms', errorOf('DependencyTimeoutException', 503)],
    ['sqs', queryError('RequestThrottled', 'RequestThrottled')],
    ['secrets', errorOf('InternalServiceError', 500)],
  ] as const)('of %s is repeated as often as with the whole SDK', async (service, answer) => {
    aws.answerWith(answer, { status: 200, body: {} });
    await attempt(lean.awsCalls()[service]);
    const ours = aws.seen.splice(0).length;
    aws.answerWith(answer, { status: 200, body: {} });
    await attempt(full.awsCalls()[service]);
    expect([ours, aws.seen.length]).toEqual([2, 2]);
  });

  it('of ses is never repeated: a second mail could be the price', async () => {
    aws.answerWith(errorOf('InternalServiceError', 500), { status: 200, body: {} });
    await attempt(lean.awsCalls().ses);
    expect(aws.seen).toHaveLength(1);
  });

  it('has the classes that the adapters ask for', async () => {
    const { awsCalls, errorClasses } = lean;
    aws.answerWith(errorOf('ConditionalCheckFailedException'));
    expect(await attempt(awsCalls().dynamodb)).toBeInstanceOf(
      errorClasses.ConditionalCheckFailedException,
    );
    aws.answerWith(errorOf('IncorrectKeyException'));
    expect(await attempt(awsCalls().kms)).toBeInstanceOf(errorClasses.IncorrectKeyException);
    aws.answerWith(errorOf('ResourceNotFoundException'));
    expect(await attempt(awsCalls().secrets)).toBeInstanceOf(
      errorClasses.ResourceNotFoundException,
    );
  });

  it('is kept where any adapter asks for its class', () => {
    const asked = readSources('shared/**/*.ts')
      .flatMap(({ text }) => [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-/g)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
      .filter((name) => name.endsWith('Exception'));
    expect(asked).not.toEqual([]);
    expect(keptErrors).toEqual(expect.arrayContaining(asked));
  });
});

describe('the bundles', () => {
  const needless =
    /node_modules\/(?:@aws-sdk\/(?:credential-provider-(?!node\/)|nested-clients|token-providers|xml-builder)|@smithy\/(?:credential-provider-imds|core\/dist-es\/submodules\/(?:event-streams\/eventstream|config\/shared-ini-file-loader\/parseIni|cbor))|mnemonist|zod\/v4\/classic|zod\/v4\/locales\/(?!en\.js))/;
  let modules: Record<string, string[]>;

  beforeAll(async () => {
    const { metafile } = await build({
      ...bundleOptions,
      entryPoints: functionFolders().map((name) => ({
        in: `functions/${name}/handler.ts`,
        out: name,
      })),
      outdir: 'out',
      write: false,
      metafile: true,
      plugins: [leanSdk()],
    });
    modules = Object.fromEntries(
      Object.entries(metafile.outputs)
        .filter(([path]) => path.endsWith('.js'))
        .map(([path, { inputs }]) => [
          path,
          Object.entries(inputs).flatMap(([name, { bytesInOutput }]) =>
            bytesInOutput > 0 ? [name] : [],
          ),
        ]),
    );
  });

  it('hold nothing of the chain of credentials and of what else is never reached', () => {
    expect(Object.keys(modules)).toHaveLength(functionFolders().length);
    for (const names of Object.values(modules)) {
      expect(names.filter((name) => needless.test(name))).toEqual([]);
    }
  });

  it('hold the signer for several regions, which the client of ses asks for, where mails are sent', () => {
    const signer = /node_modules\/@aws-sdk\/signature-v4-multi-region\//;
    const having = Object.entries(modules).filter(([, names]) =>
      names.some((name) => signer.test(name)),
    );
    expect(having.map(([path]) => path)).toEqual(['out/send-mails.js']);
  });

  it('hold what posts to a ledger in the functions that apply changes and walk pages, and there only', () => {
    const posting = Object.entries(modules)
      .filter(([, names]) => names.includes('shared/application/post-to-ledger/ledger-applier.ts'))
      .map(([path]) => path);
    expect(posting.sort()).toEqual(['out/apply-changes.js', 'out/walk-pages.js']);
  });
});

afterAll(() => vi.unstubAllEnvs());

/** The answer or the error: the tests look at what was sent. */
async function attempt(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error;
  }
}

function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) throw new Error('No error came.');
  const { name, message } = error;
  const { $fault, $service, $metadata } = Object(error);
  // Random.
  const { totalRetryDelay: _, ...metadata } = Object($metadata);
  return { name, message, $fault, $service, metadata };
}

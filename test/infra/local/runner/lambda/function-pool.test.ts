import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FunctionDefinition } from '../../../../../infra/local/runner/lambda/function-definition.ts';
import { environmentOf } from '../../../../../infra/local/runner/lambda/function-environment.ts';
import { FunctionPool } from '../../../../../infra/local/runner/lambda/function-pool.ts';
import { aFolder } from '../support/a-folder.ts';
import { aBundle } from '../support/an-assembly.ts';
import { isAlive } from '../support/is-alive.ts';

const endpoint = 'http://127.0.0.1:9';
const endpoints = {
  sqs: endpoint,
  dynamodb: endpoint,
  kms: endpoint,
  secretsManager: endpoint,
  ses: endpoint,
};

function aPool(
  source: string,
  overrides: Partial<FunctionDefinition> & { maxProcesses?: number } = {},
) {
  const { maxProcesses = 4, ...changes } = overrides;
  const definition: FunctionDefinition = {
    logicalId: 'Subject',
    name: 'subject',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:subject',
    bundleDirectory: aBundle(aFolder(), source),
    handler: 'handler.handler',
    environment: { COLOUR: 'green' },
    timeoutMs: 20_000,
    memoryMb: 256,
    reservedConcurrency: undefined,
    ...changes,
  };
  let output = '';
  const problems: string[] = [];
  const pool = new FunctionPool({
    definition,
    environment: environmentOf(definition, endpoints),
    maxProcesses,
    log: (chunk) => {
      output += String(chunk);
    },
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => pool.stop());
  return { pool, problems, output: () => output };
}

async function payloadOf(pool: FunctionPool, event: unknown = {}): Promise<unknown> {
  const result = await pool.invoke(event);
  return result.kind === 'succeeded' ? JSON.parse(result.payload) : result;
}

describe('a function on its processes', () => {
  it('gets the event, the context and an environment like Lambda’s', async () => {
    const { pool } = aPool(`exports.handler = async (event, context) => ({
      event,
      name: context.functionName,
      arn: context.invokedFunctionArn,
      memory: context.memoryLimitInMB,
      hasId: /^[0-9a-f-]{36}$/.test(context.awsRequestId),
      remaining: context.getRemainingTimeInMillis(),
      colour: process.env.COLOUR,
      region: process.env.AWS_REGION,
      sqs: process.env.AWS_ENDPOINT_URL_SQS,
      home: process.env.HOME,
    });`);

    const payload = await payloadOf(pool, { a: 1 });

    expect(payload).toEqual({
      event: { a: 1 },
      name: 'subject',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:subject',
      memory: '256',
      hasId: true,
      remaining: expect.toSatisfy((ms: number) => ms > 0 && ms <= 20_000),
      colour: 'green',
      region: 'us-east-1',
      sqs: endpoint,
    });
  });

  it('stays warm: the next event finds the same process', async () => {
    const { pool } = aPool(
      'let n = 0; exports.handler = async () => ({ pid: process.pid, n: ++n });',
    );

    const first = await payloadOf(pool);
    const second = await payloadOf(pool);

    const pid = pool.workers()[0]?.pid;
    expect([first, second]).toEqual([
      { pid, n: 1 },
      { pid, n: 2 },
    ]);
  });

  it('answers null for a handler without a result', async () => {
    const { pool } = aPool('exports.handler = async () => {};');

    expect(await pool.invoke({})).toEqual({ kind: 'succeeded', payload: 'null' });
  });

  it('reports a thrown error and keeps the process', async () => {
    const { pool, output, problems } = aPool(
      'exports.handler = async () => { throw new TypeError("wrong thing"); };',
    );

    const result = await pool.invoke({});

    expect(result).toEqual({
      kind: 'failed',
      error: expect.objectContaining({ errorType: 'TypeError', errorMessage: 'wrong thing' }),
    });
    expect(pool.workers()).toEqual([{ pid: expect.any(Number), state: 'idle' }]);
    await vi.waitFor(() => expect(output()).toContain('wrong thing'));
    expect(problems).toEqual(['subject: TypeError']);
  });

  it('fails the invocation of a process that is killed, and runs the next one on a new process', async () => {
    const { pool } = aPool(
      'exports.handler = async (event) => event.hang ? new Promise(() => {}) : process.pid;',
    );
    const hanging = pool.invoke({ hang: true });
    const pid = await vi.waitFor(() => {
      const [worker] = pool.workers();
      if (worker?.state !== 'busy') throw new Error('not busy yet');
      return worker.pid;
    });

    process.kill(pid, 'SIGKILL');

    expect(await hanging).toEqual({
      kind: 'failed',
      error: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('Runtime exited with error: signal: killed'),
      },
    });
    expect(await payloadOf(pool)).not.toBe(pid);
  });

  it('fails the invocation of a process that exits by itself', async () => {
    const { pool } = aPool('exports.handler = async () => process.exit(3);');

    expect(await pool.invoke({})).toMatchObject({
      kind: 'failed',
      error: { errorMessage: expect.stringContaining('Runtime exited with error: exit status 3') },
    });
  });

  it('reports an uncaught exception with its own type before the process ends', async () => {
    const { pool } = aPool(
      'exports.handler = () => new Promise(() => setImmediate(() => { throw new Error("late"); }));',
    );

    expect(await pool.invoke({})).toMatchObject({
      kind: 'failed',
      error: { errorType: 'Runtime.UncaughtException', errorMessage: 'late' },
    });
  });

  it('kills a process that runs out of time, even one that never yields', async () => {
    const { pool } = aPool('exports.handler = async () => { for (;;); };', { timeoutMs: 300 });

    const result = await pool.invoke({});

    expect(result).toMatchObject({
      kind: 'failed',
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Task timed out after 0.30 seconds$/,
        ),
      },
    });
    await vi.waitFor(() => expect(pool.workers()).toEqual([]));
  });

  it.each([
    {
      does: 'throws while it loads',
      source: 'throw new RangeError("no config");',
      error: { errorType: 'RangeError', errorMessage: 'no config' },
    },
    {
      does: 'exports no handler',
      source: '',
      error: {
        errorType: 'Error',
        errorMessage: 'handler.handler is undefined or not exported',
      },
    },
    {
      does: 'exits while it loads',
      source: 'process.exit(7);',
      error: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('exit status 7'),
      },
    },
  ])(
    'fails every invocation of a bundle that $does, and tries again',
    async ({ source, error }) => {
      const { pool } = aPool(source);

      expect(await pool.invoke({})).toMatchObject({ kind: 'failed', error });
      expect(await pool.invoke({})).toMatchObject({ kind: 'failed', error });
    },
  );

  it('runs one invocation at a time per process and lets the rest wait for one', async () => {
    const { pool } = aPool(
      `let running = 0;
      exports.handler = async () => {
        running += 1;
        const seen = running;
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { pid: process.pid, seen };
      };`,
      { maxProcesses: 2 },
    );

    const results = await Promise.all(Array.from({ length: 12 }, () => payloadOf(pool)));

    const pids = new Set(results.map((result) => (result as { pid: number }).pid));
    expect(results.every((result) => (result as { seen: number }).seen === 1)).toBe(true);
    expect(pids.size).toBeLessThanOrEqual(2);
    expect(pool.workers().length).toBeLessThanOrEqual(2);
  });

  it('throttles what is beyond the reserved concurrency', async () => {
    const { pool } = aPool('exports.handler = async () => 1;', { reservedConcurrency: 2 });

    const results = await Promise.all([pool.invoke({}), pool.invoke({}), pool.invoke({})]);

    expect(results.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded', 'throttled']);
    expect((await pool.invoke({})).kind).toBe('succeeded');
  });

  it('refuses a response above Lambda’s limit', async () => {
    const { pool } = aPool('exports.handler = async () => "x".repeat(6_400_000);');

    expect(await pool.invoke({})).toMatchObject({
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });

  it('ends its processes when it is stopped, whatever they do', async () => {
    const { pool } = aPool('exports.handler = async () => new Promise(() => {});');
    const hanging = pool.invoke({});
    const pid = await vi.waitFor(() => {
      const [worker] = pool.workers();
      if (worker?.state !== 'busy') throw new Error('not busy yet');
      return worker.pid;
    });

    await pool.stop();

    expect(isAlive(pid)).toBe(false);
    expect((await hanging).kind).toBe('failed');
    expect((await pool.invoke({})).kind).toBe('failed');
  });
});

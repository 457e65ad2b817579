import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { readStage, type StageConfig } from '../../infra/config.ts';
import { readSources } from '../tidy/source.ts';
import { Account, type Thing } from './account.ts';
import { synthesize } from './synthesized.ts';

const dataStack = 'rollerdoor-production-data';
const pipelineStack = 'rollerdoor-production-pipeline';
const configured = readStage('production', {});

/** An account with the production stage deployed. */
function deployedAccount(overrides: Partial<StageConfig> = {}): Account {
  const account = new Account();
  deployAll(account, overrides);
  return account;
}

/** `npx cdk deploy --all`: the stack that exports first. */
function deployAll(account: Account, overrides: Partial<StageConfig> = {}): void {
  const { data, pipeline, config } = synthesize('production', {}, overrides);
  account.deploy(`rollerdoor-${config.stage}-data`, data);
  account.deploy(`rollerdoor-${config.stage}-pipeline`, pipeline);
}

const functionsOf = (account: Account) => account.thingsOf(pipelineStack, 'AWS::Lambda::Function');

function concurrencyOf(account: Account): Record<string, unknown> {
  return Object.fromEntries(
    functionsOf(account).map(([, { name = '', properties }]) => [
      name.replace('rollerdoor-production-', ''),
      properties.ReservedConcurrentExecutions,
    ]),
  );
}

function switchesOf(account: Account): unknown[] {
  const mappings = account.thingsOf(pipelineStack, 'AWS::Lambda::EventSourceMapping');
  const schedules = account.thingsOf(pipelineStack, 'AWS::Scheduler::Schedule');
  return [
    ...mappings.map(([, { properties }]) => properties.Enabled),
    ...schedules.map(([, { properties }]) => properties.State),
  ];
}

/** What was done with each procedure of the runbook that deploys; the last test looks for missing ones. */
const walked = new Set<string>();

function procedure(name: string, walk: () => void): void {
  walked.add(name);
  describe(`the procedure "${name}"`, walk);
}

procedure('Pause and resume', () => {
  it('is a setting, because a deployment leaves a concurrency that was set by hand as it is', () => {
    const account = deployedAccount();
    const before = concurrencyOf(account);
    for (const [, thing] of functionsOf(account)) thing.properties.ReservedConcurrentExecutions = 0;

    deployAll(account);
    expect(Object.values(concurrencyOf(account))).toEqual(Array(9).fill(0));
    deployAll(account, { paused: true });
    deployAll(account);

    expect(concurrencyOf(account)).toEqual(before);
    expect(Object.values(before)).not.toContain(0);
  });

  it('stops every function, poller and schedule, and starts each again as it was', () => {
    const account = deployedAccount();
    const before = [concurrencyOf(account), switchesOf(account)];

    deployAll(account, { paused: true });

    expect(Object.values(concurrencyOf(account))).toEqual(Array(9).fill(0));
    expect(switchesOf(account)).toEqual([...Array(3).fill(false), ...Array(3).fill('DISABLED')]);
    deployAll(account);
    expect([concurrencyOf(account), switchesOf(account)]).toEqual(before);
  });

  it('stops the functions that are named and leaves the others at work', () => {
    const account = deployedAccount();
    const before = concurrencyOf(account);

    deployAll(account, { paused: ['refresh-connection', 'refresh-tokens'] });

    expect(concurrencyOf(account)).toEqual({
      ...before,
      'refresh-connection': 0,
      'refresh-tokens': 0,
    });
    expect(switchesOf(account).filter((state) => state === false)).toHaveLength(1);
    expect(switchesOf(account).filter((state) => state === 'DISABLED')).toHaveLength(1);
  });
});

procedure('Undo a change made by hand', () => {
  it('is not done by a plain deployment, and is by pausing and resuming', () => {
    const account = deployedAccount();
    const before = [concurrencyOf(account), switchesOf(account)];
    for (const [, { properties }] of account.thingsOf(pipelineStack, 'AWS::Scheduler::Schedule')) {
      properties.State = 'DISABLED';
    }

    deployAll(account);
    expect([concurrencyOf(account), switchesOf(account)]).not.toEqual(before);
    deployAll(account, { paused: true });
    deployAll(account);

    expect([concurrencyOf(account), switchesOf(account)]).toEqual(before);
  });
});

procedure('Restore the table', () => {
  it('leaves the restored table alone when all goes on', () => {
    const account = deployedAccount();
    const before = concurrencyOf(account);
    deployAll(account, { paused: true });
    const [[tableId, table] = []] = account.thingsOf(dataStack, 'AWS::DynamoDB::Table');
    const touched: string[] = [];
    account.onChange = (_stack, logicalId) => touched.push(logicalId);

    deployAll(account);

    expect(tableId).toBeDefined();
    expect(touched).not.toContain(tableId);
    expect(table?.name).toBe(configured.tableName);
    expect(concurrencyOf(account)).toEqual(before);
  });
});

procedure('Rotate the encryption key', () => {
  const today = { id: 'Key', alias: 'alias/rollerdoor-production' } as const;
  const next = { id: 'Key2027', alias: 'alias/rollerdoor-production-2027' } as const;
  const moved = { keyId: next.id, keyAlias: next.alias };
  const steps: Partial<StageConfig>[] = [
    { otherKeys: [{ ...next, may: 'seal' }] },
    { ...moved, otherKeys: [{ ...today, may: 'seal' }] },
    { ...moved, otherKeys: [{ ...today, may: 'open' }] },
    { ...moved, otherKeys: [{ ...today, may: 'nothing' }] },
    moved,
  ];

  it('is refused in one step, which takes away what the other stack imports', () => {
    expect(() => deployAll(deployedAccount(), moved)).toThrow(/Export .+ is in use/);
  });

  it('is refused when the former key leaves before nobody uses it', () => {
    const account = deployedAccount();
    for (const step of steps.slice(0, 3)) deployAll(account, step);

    expect(() => deployAll(account, moved)).toThrow(/Export .+ is in use/);
  });

  it('can be deployed step by step, and no function is without its keys at any moment', () => {
    const account = deployedAccount();
    account.onChange = () => expect(lackingKeys(account)).toEqual([]);

    for (const step of steps) {
      deployAll(account, step);
      expect(lackingKeys(account)).toEqual([]);
    }

    expect(sealingKeys(account)).toEqual([`${dataStack}/${logicalIdOf(account, next.alias)}`]);
    const keys = [...account.things].filter(({ type }) => type === 'AWS::KMS::Key');
    expect(keys, 'the former key is kept for backups').toHaveLength(2);
    expect(account.thingsOf(dataStack, 'AWS::KMS::Key')).toHaveLength(1);
  });

  it('leaves roles without the key of the table when the first step is left out', () => {
    const account = deployedAccount();
    const lacking: string[] = [];
    account.onChange = () => lacking.push(...lackingKeys(account));

    deployAll(account, steps[1]);

    expect(lacking).not.toEqual([]);
  });

  it('leaves former ciphertexts readable and sealed by nobody any more, until they are wrapped anew', () => {
    const account = deployedAccount();
    for (const step of steps.slice(0, 3)) deployAll(account, step);
    const former = `${dataStack}/${logicalIdOf(account, today.alias)}`;

    const byPurpose = keyStatements(account).filter(({ purpose }) => purpose);
    const actions = byPurpose
      .filter(({ keys }) => keys.includes(former))
      .map(({ action }) => action);

    expect(new Set(actions)).toEqual(new Set(['kms:Decrypt']));
  });

  it('draws no secret anew', () => {
    const account = deployedAccount();
    const generated = () =>
      account
        .thingsOf(dataStack, 'AWS::SecretsManager::Secret')
        .map(([, { properties }]) => properties.GenerateSecretString);
    const before = generated();
    const secrets = new Set(account.things);

    for (const step of steps) deployAll(account, step);

    expect(generated()).toEqual(before);
    for (const [, secret] of account.thingsOf(dataStack, 'AWS::SecretsManager::Secret')) {
      expect(secrets.has(secret)).toBe(true);
    }
  });
});

const earlier = synthesize('production');

/** A version that has an export more, which its pipeline imports. */
const newer = {
  data: Template.fromJSON({
    ...earlier.data.toJSON(),
    Outputs: {
      ...earlier.data.toJSON().Outputs,
      More: { Value: 'more', Export: { Name: `${dataStack}:More` } },
    },
  }),
  pipeline: Template.fromJSON({
    ...earlier.pipeline.toJSON(),
    Outputs: { More: { Value: { 'Fn::ImportValue': `${dataStack}:More` } } },
  }),
};

function newerAccount(): Account {
  const account = deployedAccount();
  account.deploy(dataStack, newer.data);
  account.deploy(pipelineStack, newer.pipeline);
  return account;
}

procedure('Go back to an earlier version', () => {
  it('is refused for all stacks at once where the newer version imports more', () => {
    expect(() => newerAccount().deploy(dataStack, earlier.data)).toThrow('is in use');
  });

  it('begins with the stack that imports', () => {
    const account = newerAccount();

    account.deploy(pipelineStack, earlier.pipeline);
    account.deploy(dataStack, earlier.data);

    expect(concurrencyOf(account)).toEqual(concurrencyOf(deployedAccount()));
  });
});

procedure('An unreadable message', () => {
  it('ends with the newer version, which goes forward with the stack that exports', () => {
    const account = newerAccount();
    account.deploy(pipelineStack, earlier.pipeline);
    account.deploy(dataStack, earlier.data);

    expect(() => account.deploy(pipelineStack, newer.pipeline)).toThrow('No export');
    account.deploy(dataStack, newer.data);
    account.deploy(pipelineStack, newer.pipeline);

    expect(concurrencyOf(account)).toEqual(concurrencyOf(deployedAccount()));
  });
});

procedure('A first deployment that failed', () => {
  it('leaves no name behind that the second try stumbles over', () => {
    const account = new Account();
    const foreign: Thing = {
      type: 'AWS::DynamoDB::Table',
      name: configured.tableName,
      properties: {},
    };
    account.things.add(foreign);
    expect(() => deployAll(account)).toThrow('already exists');
    expect([...account.things]).toEqual([foreign]);

    account.things.delete(foreign);
    deployAll(account);

    expect(Object.keys(concurrencyOf(account))).toHaveLength(9);
  });

  it('leaves no name behind when it is the pipeline that failed', () => {
    const account = new Account();
    const foreign: Thing = {
      type: 'AWS::SQS::Queue',
      name: 'rollerdoor-production-write-backs.fifo',
      properties: {},
    };
    account.things.add(foreign);
    expect(() => deployAll(account)).toThrow('already exists');

    account.things.delete(foreign);
    deployAll(account);

    expect(Object.keys(concurrencyOf(account))).toHaveLength(9);
  });
});

procedure('Give a deployed stage names of its own', () => {
  it('lets a second stage into the account, which bare names do not', () => {
    const second: Partial<StageConfig> = {
      stage: 'staging',
      tableName: 'rollerdoor-staging',
      keyAlias: 'alias/rollerdoor-staging',
      signingKeySecretName: 'rollerdoor/staging/signing-key',
      deprovisionSecretName: 'rollerdoor/staging/deprovision',
      stora: { ...configured.stora, clientSecretName: 'rollerdoor/staging/stora-client' },
      xero: { ...configured.xero, clientSecretName: 'rollerdoor/staging/xero-client' },
    };
    const account = deployedAccount();
    deployAll(account, second);
    expect(account.thingsOf('rollerdoor-staging-pipeline', 'AWS::SQS::Queue')).toHaveLength(6);

    const bare = deployedAccount({ namesCarryStage: false });
    expect(() => deployAll(bare, { ...second, namesCarryStage: false })).toThrow('already exists');
  });

  it('is not needed: a stage may keep the names that it was deployed under', () => {
    const account = deployedAccount({ namesCarryStage: false });
    const before = new Set(account.things);

    deployAll(account, { namesCarryStage: false });

    expect(new Set(account.things)).toEqual(before);
  });

  it('replaces each queue, and deletes the former one with what it holds: hence the draining', () => {
    const senders = ['receive-webhook', 'serve-portal', 'oauth-callback'] as const;
    const sweeps = ['refresh-tokens', 'sweep-write-backs', 'tend-connections'] as const;
    const account = deployedAccount({ namesCarryStage: false });
    deployAll(account, { namesCarryStage: false, paused: [...senders, ...sweeps] });
    const draining = Object.entries(concurrencyOf(account)).flatMap(([name, concurrency]) =>
      concurrency === 0 ? [] : [name],
    );
    expect(draining.sort()).toEqual([
      'rollerdoor-apply-changes-xero',
      'rollerdoor-refresh-connection',
      'rollerdoor-write-back',
    ]);
    const former = account.thingsOf(pipelineStack, 'AWS::SQS::Queue').map(([, queue]) => queue);

    deployAll(account);

    expect(former.filter((queue) => account.things.has(queue))).toEqual([]);
    expect(concurrencyOf(account)).toEqual(concurrencyOf(deployedAccount()));
  });
});

describe('the runbook', () => {
  it('has no procedure with a deployment that is not walked here', () => {
    const [runbook] = readSources('RUNBOOK.md');
    const procedures = runbook?.text.split(/^# Procedures$/m)[1]?.split(/^# /m)[0] ?? '';
    const deploying = procedures
      .split(/^## /m)
      .slice(1)
      .filter((section) => /\bdeploy/i.test(section.split('\n').slice(1).join('\n')))
      .map((section) => section.split('\n', 1)[0]);

    expect(deploying.sort()).toEqual([...walked].sort());
  });
});

interface KeyStatement {
  role: string;
  action: string;
  keys: string[];
  service: string | undefined;
  purpose: boolean;
}

/** What every role may do with which key, as its policy stands now. */
function keyStatements(account: Account): KeyStatement[] {
  return account.thingsOf(pipelineStack, 'AWS::IAM::Policy').flatMap(([, { properties }]) => {
    const [role] = asArray(properties.Roles).map((item) => account.resolve(pipelineStack, item));
    const { Statement } = properties.PolicyDocument as { Statement: Statement[] };
    return Statement.flatMap(({ Action, Resource, Condition }) =>
      asArray(Action).map((action) => ({
        role: role ?? '',
        action: String(action),
        keys: asArray(Resource).map((item) => account.resolve(pipelineStack, item)),
        service: /"(dynamodb|secretsmanager)\."/.exec(JSON.stringify(Condition ?? ''))?.[1],
        purpose: JSON.stringify(Condition ?? '').includes('EncryptionContext'),
      })),
    ).filter(({ action }) => action.startsWith('kms:'));
  });
}

interface Statement {
  Action: unknown;
  Resource: unknown;
  Condition?: unknown;
}

/** Which role cannot use the key of the table, of the secrets, or the one that its function seals with. */
function lackingKeys(account: Account): string[] {
  const statements = keyStatements(account);
  const tables = account.thingsOf(dataStack, 'AWS::DynamoDB::Table');
  const secrets = account.thingsOf(dataStack, 'AWS::SecretsManager::Secret');
  const tableKeys = tables.map(([, { properties }]) =>
    account.resolve(
      dataStack,
      (properties.SSESpecification as Record<string, unknown>).KMSMasterKeyId,
    ),
  );
  const secretKeys = secrets.map(([, { properties }]) =>
    account.resolve(dataStack, properties.KmsKeyId),
  );
  const needs = (role: string): [string, string, (one: KeyStatement) => boolean][] => [
    ...tableKeys.map((key) => [role, key, ({ service }) => service === 'dynamodb'] satisfies Need),
    ...secretKeys.map(
      (key) => [role, key, ({ service }) => service === 'secretsmanager'] satisfies Need,
    ),
    ...sealingKeys(account, role).map(
      (key) =>
        [role, key, ({ action, purpose }) => purpose && action === 'kms:Encrypt'] satisfies Need,
    ),
  ];
  const roles = [...new Set(statements.map(({ role }) => role))];
  return roles.flatMap((role) =>
    needs(role).flatMap(([, key, isFor]) => {
      const relevant = statements.filter((one) => one.role === role && isFor(one));
      // A role that does none of it needs no key for it.
      if (relevant.length === 0) return [];
      return relevant.every(({ keys }) => keys.includes(key)) ? [] : [`${role} lacks ${key}`];
    }),
  );
}

type Need = [string, string, (one: KeyStatement) => boolean];

/** The keys that functions, of one role or all, are told to seal with. */
function sealingKeys(account: Account, role?: string): string[] {
  const found = functionsOf(account)
    .filter(([, { properties }]) =>
      [undefined, account.resolve(pipelineStack, properties.Role)].includes(role),
    )
    .map(([, { properties }]) => {
      const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
      return Variables.KEY_ID;
    })
    .filter((keyId) => keyId !== undefined);
  return [...new Set(found.map((keyId) => account.resolve(pipelineStack, keyId)))];
}

function logicalIdOf(account: Account, alias: string): string {
  const found = account
    .thingsOf(dataStack, 'AWS::KMS::Alias')
    .find(([, { name }]) => name === alias);
  return account.resolve('', found?.[1].properties.TargetKeyId).slice(1);
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

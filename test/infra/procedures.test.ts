import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionNames, type StageConfig } from '../../infra/config.ts';
import { readSources } from '../tidy/source.ts';
import { Account, type Thing } from './account.ts';
import {
  concurrencyOf,
  configured,
  dataStack,
  deployAll,
  deployedAccount,
  functionsOf,
  pipelineStack,
  procedure,
  switchesOf,
} from './deployed-account.ts';
import { synthesize } from './synthesized.ts';

procedure('Pause and resume', () => {
  it('is a setting, because a deployment leaves a concurrency that was set by hand as it is', () => {
    const account = deployedAccount();
    const before = concurrencyOf(account);
    for (const [, thing] of functionsOf(account)) thing.properties.ReservedConcurrentExecutions = 0;

    deployAll(account);
    expect(Object.values(concurrencyOf(account))).toEqual(functionNames.map(() => 0));
    deployAll(account, { paused: true });
    deployAll(account);

    expect(concurrencyOf(account)).toEqual(before);
    expect(Object.values(before)).not.toContain(0);
  });

  it('stops every function, poller and schedule, and starts each again as it was', () => {
    const account = deployedAccount();
    const before = [concurrencyOf(account), switchesOf(account)];

    deployAll(account, { paused: true });

    expect(Object.values(concurrencyOf(account))).toEqual(functionNames.map(() => 0));
    expect(switchesOf(account)).toEqual([...Array(5).fill(false), ...Array(8).fill('DISABLED')]);
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

    expect(Object.keys(concurrencyOf(account))).toHaveLength(functionNames.length);
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

    expect(Object.keys(concurrencyOf(account))).toHaveLength(functionNames.length);
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
      source: { ...configured.source, clientSecretName: 'rollerdoor/staging/stora-client' },
      targets: {
        xero: { ...configured.targets.xero, clientSecretName: 'rollerdoor/staging/xero-client' },
      },
    };
    const account = deployedAccount();
    deployAll(account, second);
    expect(account.thingsOf('rollerdoor-staging-pipeline', 'AWS::SQS::Queue')).toHaveLength(10);

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
    const tending = ['tend-connections', 'tend-sources', 'send-mails', 'look-at-ledgers'] as const;
    const others = ['start-nights', 'sweep-write-backs', 'wake-issues'] as const;
    const sweeps = ['refresh-tokens', ...others, ...tending] as const;
    const account = deployedAccount({ namesCarryStage: false });
    deployAll(account, { namesCarryStage: false, paused: [...senders, ...sweeps] });
    const draining = Object.entries(concurrencyOf(account)).flatMap(([name, concurrency]) =>
      concurrency === 0 ? [] : [name],
    );
    expect(draining.sort()).toEqual([
      'rollerdoor-apply-changes-xero',
      'rollerdoor-reconcile-books',
      'rollerdoor-refresh-connection',
      'rollerdoor-walk-pages',
      'rollerdoor-write-back',
    ]);
    const former = account.thingsOf(pipelineStack, 'AWS::SQS::Queue').map(([, queue]) => queue);

    deployAll(account);

    expect(former.filter((queue) => account.things.has(queue))).toEqual([]);
    expect(concurrencyOf(account)).toEqual(concurrencyOf(deployedAccount()));
  });
});

procedure('Set up mail', () => {
  it('lets one function send from the address of the stage, and replaces nothing', () => {
    const account = deployedAccount();
    const before = new Set(account.things.keys());
    const mail = { sender: 'rollerdoor@partner.example', senderName: 'Rollerdoor' };

    deployAll(account, { mail });

    expect([...before].filter((id) => !account.things.has(id))).toEqual([]);
    const told = functionsOf(account).filter(([, { properties }]) =>
      JSON.stringify(properties.Environment).includes(mail.sender),
    );
    expect(told).toHaveLength(2);
  });
});

procedure('Let a ledger tell what people change', () => {
  it('adds one secret, empty until a person fills it in, and replaces nothing', () => {
    const account = deployedAccount();
    const before = new Set(account.things.keys());
    const xero = {
      ...configured.targets.xero,
      eventsSecretName: 'rollerdoor/production/xero-events',
    };

    deployAll(account, { targets: { ...configured.targets, xero } });

    expect([...before].filter((id) => !account.things.has(id))).toEqual([]);
    const secrets = account.thingsOf(dataStack, 'AWS::SecretsManager::Secret');
    expect(secrets.map(([, { properties }]) => properties.Name)).toContain(xero.eventsSecretName);
  });
});

describe('the runbook', () => {
  it('has no procedure with a deployment that is not walked here', () => {
    const [runbook] = readSources('RUNBOOK.md');
    const procedures = runbook?.text.split(/^# Procedures$/m)[1]?.split(/^# /m)[0] ?? '';
    const tests = readSources('test/infra/*.test.ts').map(({ text }) => text);
    const walked = tests.flatMap((text) =>
      [...text.matchAll(/^procedure\('([^']+)'/gm)].map(([, name]) => name),
    );
    const deploying = procedures
      .split(/^## /m)
      .slice(1)
      .filter((section) => /\bdeploy/i.test(section.split('\n').slice(1).join('\n')))
      .map((section) => section.split('\n', 1)[0]);

    expect(deploying.sort()).toEqual([...new Set(walked)].sort());
  });
});

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { StageConfig } from '../../infra/config.ts';
import { toldForms } from '../../shared/contracts/stored-forms.ts';
import type { Account } from './account.ts';
import {
  dataStack,
  deployAll,
  deployedAccount,
  functionsOf,
  pipelineStack,
  procedure,
} from './deployed-account.ts';

/** As the procedure, and the CHANGELOG for whoever goes over, say it. */
const asBefore: Partial<StageConfig> = { storedForms: 'former', bytecodeFor: [] };

interface Told {
  name: string;
  forms: unknown;
  handler: unknown;
}

function toldIn(account: Account): Told[] {
  return functionsOf(account).map(([, { name = '', properties }]) => {
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    return { name, forms: Variables.STORED_FORMS, handler: properties.Handler };
  });
}

procedure('Go back to the version before', () => {
  it('has every function that stores sealed values or rows told the form, and started as before', () => {
    const told = toldIn(deployedAccount(asBefore));

    // These store nothing of which there are two forms.
    const others = ['receive-webhook', 'send-mails', 'start-nights', 'sweep-write-backs'];
    for (const { name, forms, handler } of told) {
      const isOther = others.some((other) => name.endsWith(`-${other}`));
      expect({ name, forms }).toEqual({ name, forms: isOther ? undefined : 'former' });
      expect(handler).toBe('handler.handler');
    }
  });

  it('touches functions only, so that it may be changed at any time, there and back', () => {
    const account = deployedAccount();
    const touched: string[] = [];
    account.onChange = (stack, logicalId) => touched.push(`${stack} ${logicalId}`);

    deployAll(account, asBefore);
    const forth = touched.splice(0);
    deployAll(account);

    const functions = functionsOf(account).map(([id]) => `${pipelineStack} ${id}`);
    expect(forth.length).toBeGreaterThan(0);
    expect([...forth, ...touched].filter((id) => !functions.includes(id))).toEqual([]);
    expect(forth.some((id) => id.startsWith(dataStack))).toBe(false);
  });

  it('needs no other rights: roles may seal either way, whatever the stage says', () => {
    const policies = (overrides: Partial<StageConfig>) =>
      deployedAccount(overrides)
        .thingsOf(pipelineStack, 'AWS::IAM::Policy')
        .map(([, { properties }]) => JSON.stringify(properties));

    expect(policies(asBefore)).toEqual(policies({ storedForms: 'current' }));
    for (const action of ['kms:GenerateDataKey', 'kms:Encrypt', 'kms:Decrypt'])
      expect(policies(asBefore).join()).toContain(action);
  });
});

procedure('Bytecode of the functions', () => {
  it('is left out, and taken up again, by which file the functions start with', () => {
    const handlers = (account: Account) => new Set(toldIn(account).map(({ handler }) => handler));
    const account = deployedAccount({ bytecodeFor: ['arm64'] });
    expect(handlers(account)).toEqual(new Set(['start.handler']));

    deployAll(account, { bytecodeFor: [] });
    expect(handlers(account)).toEqual(new Set(['handler.handler']));
  });
});

describe('a function', () => {
  it('that was told no form, as while a deployment goes on, stores what every version reads', () => {
    expect(z.parse(toldForms, undefined)).toBe('former');
  });
});

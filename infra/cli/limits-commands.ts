import type { Command } from 'commander';
import { agreeLimits } from '../../shared/application/pacing/agree-limits.ts';
import { type Provider, provider } from '../../shared/contracts/ids.ts';
import { AgreementError } from '../../shared/domain/pacing/agree.ts';
import { paceLine } from '../../shared/domain/portal/pace-view.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

interface Cap {
  limit: number;
  windowMs: number;
}

/** `limits show`, `limits agree` and `limits reset`. */
export function addLimitsCommands(program: Command, context: CommandContext): void {
  const limits = program
    .command('limits')
    .description("How much of a provider's caps an operator may use.");
  limits
    .command('show')
    .description('Shows what is agreed, what was used, and what others seem to use.')
    .argument('<operatorId>')
    .argument('<provider>', provider.options.join(' or '))
    .action((operatorId: string, name: string) => show(context, operatorId, name));
  limits
    .command('agree')
    .description('Sets the caps that were negotiated for this operator.')
    .argument('<operatorId>')
    .argument('<provider>', provider.options.join(' or '))
    .argument('<caps...>', 'calls per seconds, for instance 20/1 120/60')
    .action((operatorId: string, name: string, caps: string[]) =>
      agree(context, { operatorId, name, caps: caps.map(readCap) }),
    );
  limits
    .command('reset')
    .description('Goes back to the usual caps.')
    .argument('<operatorId>')
    .argument('<provider>', provider.options.join(' or '))
    .action((operatorId: string, name: string) => agree(context, { operatorId, name, caps: [] }));
}

async function show(context: CommandContext, operatorId: string, name: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const rate = await access.rates.get(operatorId, readProvider(name));
  const agreed = rate?.agreed ?? [];
  const lines = [
    agreed.length === 0 ? 'The usual caps.' : `Agreed: ${agreed.map(textOf).join(' ')}`,
    paceLine(rate, access.clock.nowEpochMs()) ?? 'Not called yet.',
  ];
  context.answer({ lines, data: { agreed, pace: lines[1] } });
}

async function agree(
  context: CommandContext,
  wish: { operatorId: string; name: string; caps: Cap[] },
): Promise<void> {
  const access = context.access();
  const { operatorId, caps } = wish;
  await requireOperator(access, operatorId);
  const named = readProvider(wish.name);
  await agreeOrExplain(access, { operatorId, provider: named, windows: caps });
  const text = caps.length === 0 ? 'usual' : caps.map(textOf).join(' ');
  await access.activities.append({
    operatorId,
    activityId: access.signer.crypto.uuid(),
    at: new Date(access.clock.nowEpochMs()).toISOString(),
    type: 'limits.agreed',
    actor: 'partner',
    detail: { provider: named, caps: text },
  });
  const line = caps.length === 0 ? 'Back to the usual caps' : `Agreed: ${text}`;
  context.answer({ lines: [`${line}, after a pause.`], data: { agreed: caps } });
}

async function agreeOrExplain(
  access: Access,
  agreement: Parameters<typeof agreeLimits>[1],
): Promise<void> {
  try {
    await agreeLimits(access, agreement);
  } catch (error) {
    // The caller mends the command line; anything else is a fault of the stack.
    if (error instanceof AgreementError)
      throw new CliError(`${error.message} Nothing was changed.`);
    throw error;
  }
}

function readProvider(name: string): Provider {
  const known = provider.options.find((candidate) => candidate === name);
  if (known !== undefined) return known;
  throw new CliError(`There is no provider "${name}". There are: ${provider.options.join(', ')}.`);
}

function readCap(text: string): Cap {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) {
    throw new CliError(`"${text}" is no cap. Write calls per seconds, for instance 120/60.`);
  }
  return { limit: Number(match[1]), windowMs: Number(match[2]) * 1_000 };
}

function textOf({ limit, windowMs }: Cap): string {
  return `${limit}/${windowMs / 1_000}`;
}

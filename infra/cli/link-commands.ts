import { type Command, InvalidArgumentError } from 'commander';
import {
  createHostedLink,
  type HandedOutLink,
  linkDaysAtMost,
  resendHostedLink,
  revokeHostedLink,
} from '../../shared/application/connect/hosted-links.ts';
import type { HostedLink } from '../../shared/contracts/hosted-link-item.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

interface LinkReference {
  operatorId: string;
  linkId: string;
}

interface LinkWish {
  days: number;
  readOnly?: boolean;
}

/** `link create`, `link list`, `link resend` and `link revoke`. */
export function addLinkCommands(program: Command, context: CommandContext): void {
  const link = program
    .command('link')
    .description('The hosted links by which operators reach their page.');
  link
    .command('create')
    .description('Creates a link and prints it; send it to the operator.')
    .argument('<operatorId>')
    .option(
      '--days <n>',
      `how long it is good, at most ${linkDaysAtMost}`,
      readDays,
      linkDaysAtMost,
    )
    .option('--read-only', 'for an accountant: everything is seen, nothing is changed')
    .action((operatorId: string, options: LinkWish) => createLink(context, operatorId, options));
  link
    .command('list')
    .description('Lists the links of an operator that have not ended.')
    .argument('<operatorId>')
    .action((operatorId: string) => listLinks(context, operatorId));
  link
    .command('resend')
    .description('Prints a link again, for somebody who lost it; its end stays.')
    .argument('<operatorId>')
    .argument('<linkId>', 'see "link list"')
    .action((operatorId: string, linkId: string) => resendLink(context, { operatorId, linkId }));
  link
    .command('revoke')
    .description('Withdraws a link and ends every visit that it opened.')
    .argument('<operatorId>')
    .argument('<linkId>', 'see "link list"')
    .action((operatorId: string, linkId: string) => revokeLink(context, { operatorId, linkId }));
}

async function createLink(
  context: CommandContext,
  operatorId: string,
  { days, readOnly = false }: LinkWish,
): Promise<void> {
  const purpose = readOnly ? 'read' : 'connect';
  const access = await accessTo(context, operatorId);
  answerWith(
    context,
    operatorId,
    await createHostedLink(access, { operatorId, days, purpose, actor: 'partner' }),
  );
}

async function resendLink(context: CommandContext, link: LinkReference): Promise<void> {
  const access = await accessTo(context, link.operatorId);
  await requireLink(access, link);
  answerWith(
    context,
    link.operatorId,
    await resendHostedLink(access, { ...link, actor: 'partner' }),
  );
}

async function listLinks(context: CommandContext, operatorId: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const links = await access.hostedLinks.list(operatorId);
  const lines = links.map(
    (link) =>
      `${link.linkId}  ${link.purpose === 'read' ? 'for reading, ' : ''}created ${link.createdAt}, ${standingOf(link)}`,
  );
  context.answer({
    lines: lines.length ? lines : ['There are no links that are still good.'],
    data: links,
  });
}

async function revokeLink(context: CommandContext, link: LinkReference): Promise<void> {
  const access = context.access();
  const result = await revokeHostedLink(access, { ...link, actor: 'partner' });
  if (result === 'no_such_link') throw noSuchLink(link);
  const words = result === 'revoked' ? 'Revoked' : 'Was revoked before';
  context.answer({ lines: [`${words}: ${link.linkId}.`], data: { ...link, result } });
}

/** @throws CliError when links cannot be made: the portal's address or the operator is missing. */
async function accessTo(context: CommandContext, operatorId: string): Promise<Access> {
  const access = context.access();
  if (access.portalBaseUrl === '') {
    throw new CliError('The address of the portal is not known: give --portal-url.');
  }
  await requireOperator(access, operatorId);
  return access;
}

/** A revoked link cannot be handed out again, nor one that ended. */
async function requireLink(access: Access, link: LinkReference): Promise<void> {
  const stored = await access.hostedLinks.get(link.operatorId, link.linkId);
  if (stored === undefined) throw noSuchLink(link);
  if (stored.revokedAt === undefined) return;
  throw new CliError(`${link.linkId} was revoked. Create a new one with "link create".`);
}

function noSuchLink({ operatorId, linkId }: LinkReference): CliError {
  return new CliError(`${operatorId} has no link "${linkId}": see "rollerdoor link list".`);
}

function answerWith(context: CommandContext, operatorId: string, link: HandedOutLink): void {
  context.answer({ lines: [link.url], data: { operatorId, ...link } });
}

function standingOf(link: HostedLink): string {
  if (link.revokedAt !== undefined) return `revoked ${link.revokedAt}`;
  return `good until ${new Date(link.expiresAtEpochMs).toISOString()}`;
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= linkDaysAtMost) return days;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${linkDaysAtMost}.`);
}

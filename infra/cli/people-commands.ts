import { type Command, Option } from 'commander';
import {
  addToPeople,
  chooseDigest,
  type KeptPeople,
  removeFromPeople,
} from '../../shared/application/mail/keep-people.ts';
import { type PersonRole, personRole } from '../../shared/contracts/people-item.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

interface NewPerson {
  name?: string;
  role: PersonRole;
  digest: boolean;
}

/** `people list`, `people add`, `people remove` and `people digest`. */
export function addPeopleCommands(program: Command, context: CommandContext): void {
  const people = program.command('people').description('Whom an operator’s mails go to.');
  people
    .command('list')
    .description('Lists the people of an operator.')
    .argument('<operatorId>')
    .action((operatorId: string) => listPeople(context, operatorId));
  people
    .command('add')
    .description(
      'Adds somebody; owners get new links and notices, and by default all get the digest.',
    )
    .argument('<operatorId>')
    .argument('<email>')
    .option('--name <name>', 'how the person is called')
    .addOption(
      new Option('--role <role>', 'what the person may do')
        .choices(personRole.options)
        .default('owner'),
    )
    .option('--no-digest', 'without the daily digest')
    .action((operatorId: string, email: string, options: NewPerson) =>
      addPerson(context, operatorId, { email, ...options }),
    );
  people
    .command('remove')
    .description(
      'Takes somebody out: no mail goes there any more, and links that were mailed there end.',
    )
    .argument('<operatorId>')
    .argument('<email>')
    .action((operatorId: string, email: string) => removePerson(context, operatorId, email));
  people
    .command('digest')
    .description(
      'Sends the daily digest to somebody, or not. Who ended it in a mail stays without.',
    )
    .argument('<operatorId>')
    .argument('<email>')
    .argument('<on|off>')
    .action((operatorId: string, email: string, wish: string) =>
      setDigest(context, operatorId, { email, wish }),
    );
}

/** Also for `operator add --email`. */
export async function addOwner(access: Access, operatorId: string, email: string): Promise<void> {
  const wish = { operatorId, email, role: 'owner' as const, digest: true, actor: 'partner' };
  requireKept(await addToPeople(access, wish));
}

async function listPeople(context: CommandContext, operatorId: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const people = (await access.people.get(operatorId))?.people ?? [];
  const lines = people.map(({ email, role, name, digest, unsubscribedAt }) => {
    const mail = unsubscribedAt === undefined ? (digest ? 'digest' : 'no digest') : 'unsubscribed';
    return `${email}  ${role}, ${mail}${name === undefined ? '' : `, ${name}`}`;
  });
  context.answer({
    lines: lines.length ? lines : ['There is nobody yet: add an owner with "people add".'],
    data: people,
  });
}

async function addPerson(
  context: CommandContext,
  operatorId: string,
  person: NewPerson & { email: string },
): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const kept = requireKept(await addToPeople(access, { operatorId, actor: 'partner', ...person }));
  context.answer({ lines: [`Added ${person.email} as ${person.role}.`], data: kept });
}

async function removePerson(
  context: CommandContext,
  operatorId: string,
  email: string,
): Promise<void> {
  const access = context.access();
  const personId = await idOf(access, operatorId, email);
  const kept = requireKept(
    await removeFromPeople(access, { operatorId, personId, actor: 'partner' }),
  );
  context.answer({ lines: [`Took out ${email}.`], data: kept });
}

async function setDigest(
  context: CommandContext,
  operatorId: string,
  { email, wish }: { email: string; wish: string },
): Promise<void> {
  if (wish !== 'on' && wish !== 'off') throw new CliError('Say on or off.');
  const access = context.access();
  const personId = await idOf(access, operatorId, email);
  const digest = wish === 'on';
  const kept = requireKept(
    await chooseDigest(access, { operatorId, personId, digest, actor: 'partner' }),
  );
  const isOn = kept.find((person) => person.personId === personId)?.digest ?? false;
  const words =
    isOn === digest
      ? `The digest of ${email} is ${wish}.`
      : `${email} ended it in a mail: it stays off.`;
  context.answer({ lines: [words], data: kept });
}

async function idOf(access: Access, operatorId: string, email: string): Promise<string> {
  await requireOperator(access, operatorId);
  const people = await access.people.get(operatorId);
  const wanted = email.trim().toLowerCase();
  const person = people?.people.find((one) => one.email === wanted);
  if (person === undefined)
    throw new CliError(`${operatorId} has nobody with the address ${email}.`);
  return person.personId;
}

function requireKept(kept: KeptPeople) {
  if (kept.kind === 'kept') return kept.people.people;
  throw new CliError(problems[kept.kind]);
}

const problems = {
  not_an_address: 'That is no e-mail address, or the name holds what cannot be shown.',
  known_already: 'This address is in the list already.',
  too_many: 'The list is full: take somebody out first.',
  unknown_person: 'This person is not in the list any more.',
} satisfies Record<Exclude<KeptPeople['kind'], 'kept'>, string>;

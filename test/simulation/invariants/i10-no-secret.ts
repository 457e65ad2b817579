// SPEC.md I10
import type { FinishedRun, Invariant } from '../history.ts';
import { viewOf } from './run-view.ts';
import { storaOperator } from './source-states.ts';

export const noSecret: Invariant = {
  id: 'I10',
  title: 'No secret in logs, queues, issues, activities or links, no personal data in the first',
  check: (run) => {
    const secrets = run.secrets.filter((secret) => secret.length >= secretLengthMin);
    const personal = personalOf(run);
    return placesOf(run).flatMap(({ where, text, isForPeople }) => [
      ...found(text, secrets).map((secret) => `${where} holds the secret ${secret.slice(0, 4)}…`),
      ...(isForPeople ? found(text, personal).map((datum) => `${where} holds ${datum}`) : []),
    ]);
  },
};

/** Shorter texts would be found by chance. */
const secretLengthMin = 12;

interface Place {
  where: string;
  text: string;
  /** Read by people who need not know the customers: logs, activities. */
  isForPeople: boolean;
}

function placesOf(run: FinishedRun): Place[] {
  const view = viewOf(run);
  const all = (texts: ReadonlyArray<unknown>) =>
    texts.map((text) => (typeof text === 'string' ? text : JSON.stringify(text))).join('\n');
  return [
    { where: 'the log', text: all(view.of('logged').map(({ text }) => text)), isForPeople: true },
    { where: 'a queue', text: all(view.of('sent').map(({ body }) => body)), isForPeople: false },
    {
      where: 'an issue',
      text: all([...inputs(run, 'issues'), ...run.issues]).replaceAll(customerField, ''),
      isForPeople: true,
    },
    {
      where: 'an activity',
      text: all([...inputs(run, 'activities'), ...run.activities]),
      isForPeople: true,
    },
    { where: 'a link', text: all([...inputs(run, 'links'), ...run.links]), isForPeople: false },
    { where: 'a count of tries', text: all(inputs(run, 'tries')), isForPeople: false },
  ];
}

/** The one place where an issue may name the customer: the operator reads it on its page. */
const customerField = /"customer":"(?:[^"\\]|\\.)*",?/g;

function inputs(run: FinishedRun, store: string): string[] {
  const view = viewOf(run);
  return view
    .of('stored')
    .flatMap((stored) => (stored.store === store ? [view.textOf(stored)] : []));
}

function found(text: string, needles: readonly string[]): string[] {
  return needles.filter((needle) => text.includes(needle));
}

function personalOf(run: FinishedRun): string[] {
  const contacts = run.operatorIds.flatMap((operatorId) => [
    ...(storaOperator(run, operatorId)?.tables.contacts.values() ?? []),
  ]);
  const texts = contacts.flatMap(({ email, full_name: name, phone_number: phone }) => [
    email,
    name ?? '',
    phone ?? '',
  ]);
  return [...new Set(texts)].filter((text) => text.length >= personalLengthMin);
}

const personalLengthMin = 6;

import type { PeopleAppDeps } from '../adapters/portal/people-app.tsx';
import { type HostedLinkDeps, openHostedLink } from '../application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  isReader,
  readSession,
  startSession,
} from '../application/connect/portal-session.ts';
import { type AskForLinkDeps, askForLink } from '../application/mail/ask-for-link.ts';
import {
  addToPeople,
  chooseDigest,
  type KeepPeopleDeps,
  removeFromPeople,
  tellName,
} from '../application/mail/keep-people.ts';
import { readReader } from '../application/mail/mail-addresses.ts';
import type { MailSettings } from '../contracts/mail-settings.ts';

type Common = HostedLinkDeps &
  AskForLinkDeps &
  KeepPeopleDeps & { mail: MailSettings; formOrigins: string[] };

/** What the pages about people and mails need. */
export function peopleOf(
  common: Common,
): Omit<PeopleAppDeps, 'loadDifferences' | 'acceptDifference'> {
  const { mail, formOrigins } = common;
  const sendsMail = mail.sender !== undefined;
  return {
    formOrigins,
    contact: mail.contact,
    sendsMail,
    isReader: (cookieValue) => isReader(common, cookieValue),
    readSession: (cookieValue) => readSession(common, cookieValue),
    formToken: (session) => formToken(common, session),
    isOwnForm: (session, token) => isOwnForm(common, session, token),
    readBack: (token) => readReader(common, 'come-back', token),
    readUnsubscribe: (token) => readReader(common, 'unsubscribe', token),
    askForLink: async (asked) => {
      if (sendsMail) await askForLink(common, asked);
    },
    async chooseOwnDigest({ operatorId, personId }, digest) {
      const wish = { operatorId, personId, digest, byThemselves: true, actor: 'reader' };
      await chooseDigest(common, wish);
    },
    async loadPeople({ operatorId }) {
      const operator = await common.operators.get(operatorId);
      if (operator === undefined || operator.removal !== undefined) return undefined;
      const stored = await common.people.get(operatorId);
      return { operatorName: operator.name, people: stored?.people ?? [] };
    },
    async addPerson({ operatorId }, person) {
      // Who stands in the list is told what the role is told; each may end the daily mail.
      const wish = { operatorId, actor: 'operator', digest: true, ...person };
      return (await addToPeople(common, wish)).kind;
    },
    removePerson: async ({ operatorId }, personId) =>
      (await removeFromPeople(common, { operatorId, personId, actor: 'operator' })).kind,
    chooseDigest: async ({ operatorId }, personId, digest) =>
      (await chooseDigest(common, { operatorId, personId, digest, actor: 'operator' })).kind,
  };
}

/** Opens a link; who visits by it is asked once. */
export async function openNamed(common: Common, token: string) {
  const opening = await openHostedLink(common, token);
  if (opening.kind === 'closed') return opening;
  const { operatorId, linkId } = opening.claims;
  const people = await common.people.get(operatorId);
  const isKnown = people?.visitors.some((visitor) => visitor.linkId === linkId) ?? false;
  return { ...opening, asksName: !isKnown };
}

/** Starts a visit, and notes the name that was told with it. */
export async function startNamed(common: Common, token: string, name: string) {
  const started = await startSession(common, token, name);
  if (started.kind === 'closed') return started;
  const session = await readSession(common, started.cookieValue);
  if (session !== undefined) await tellName(common, { ...session, name });
  return started;
}

import type { PeopleAppDeps } from '../adapters/portal/people-app.tsx';
import type { HostedLinkDeps } from '../application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  isReader,
  readSession,
} from '../application/connect/portal-session.ts';
import { type AskForLinkDeps, askForLink } from '../application/mail/ask-for-link.ts';
import {
  addToPeople,
  chooseDigest,
  type KeepPeopleDeps,
  removeFromPeople,
} from '../application/mail/keep-people.ts';
import { readReader } from '../application/mail/mail-addresses.ts';
import type { MailSettings } from '../contracts/mail-settings.ts';

type Common = HostedLinkDeps &
  AskForLinkDeps &
  KeepPeopleDeps & { mail: MailSettings; formOrigins: string[] };

/** What the pages about people and mails need. */
export function peopleOf(
  common: Common,
): Omit<PeopleAppDeps, 'loadDifferences' | 'acceptDifference' | 'loadFrame'> {
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

import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { RetiredPair } from '../../contracts/token-pairs.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { dayAndTime } from './day-and-time.ts';
import type { MissedRow } from './missed-words.ts';

/** The page that asks before a connection is ended, and confirms afterwards. */
export interface DisconnectView {
  provider: Provider;
  title: string;
  /** In this order. */
  paragraphs: string[];
  /** Words of the button that ends the connection; absent where there is nothing to end. */
  buttonWords: string | undefined;
  /** Words of the way back that changes nothing. */
  keepWords?: string;
}

/** A permission without a place that could be alive yet: of which company, as far as we know. */
export type OpenPair = Pick<RetiredPair, 'account'>;

export interface EndingFacts {
  /** Earlier pairs that are yet to be ended. */
  open?: OpenPair[];
  /** What was not sent so far. */
  missed?: readonly MissedRow[];
  /** Where the reader is. */
  timeZone?: string | undefined;
}

/**
 * Says where the end of a connection stands, with the day on which it was done. Done is said only
 * when no pair of the operator could be alive there.
 */
export function disconnectView(
  provider: Provider,
  connection: Connection | undefined,
  { open = [], missed = [], timeZone }: EndingFacts = {},
): DisconnectView {
  const name = providerManifests[provider].name;
  const status = connection?.status ?? 'absent';
  if (status === 'connected' || status === 'needs_reconnect') {
    return {
      provider,
      title: `Disconnect ${name}?`,
      paragraphs: [
        ...question(provider, connection?.account.name ?? ''),
        ...missed.map(({ span, message }) => `Not sent so far. ${span}: ${message}`),
      ],
      buttonWords: `Disconnect ${name}`,
      keepWords: status === 'connected' ? `Keep ${name} connected` : 'Go back',
    };
  }
  return { provider, ...ending(name, connection, { open, timeZone }), buttonWords: undefined };
}

function question(provider: Provider, company: string): string[] {
  const name = providerManifests[provider].name;
  const ends = providerManifests[provider].endingWords;
  return [
    `Our access to ${company} in ${name} ends at once and is withdrawn there. ${ends}`,
    `Invoices, payments and changes that are made in ${sourceManifest.name} from then on are not sent, and they are not made up for when you connect again: the page then tells how many invoices are missing, and over how much.`,
    'Changes that were still waiting are not sent any more. Your settings and history stay, and you can connect again at any time.',
  ];
}

function ending(
  name: string,
  connection: Connection | undefined,
  { open = [], timeZone }: EndingFacts,
): Pick<DisconnectView, 'title' | 'paragraphs'> {
  const { leaving, disconnectedAt } = connection ?? {};
  if (leaving === undefined && open.length > 0)
    return stillOpen(name, connection, { open, timeZone });
  if (leaving !== undefined) {
    return {
      title: `${name} is being disconnected`,
      paragraphs: [
        `Since ${dayAndTime(leaving.since, timeZone)} we neither read nor write anything in ${name}. Withdrawing our access there takes a few more minutes; this page shows when it is done.`,
      ],
    };
  }
  if (disconnectedAt === undefined) {
    return { title: `${name} is not connected`, paragraphs: ['There is nothing to disconnect.'] };
  }
  return {
    title: `${name} is disconnected`,
    paragraphs: [
      `Disconnected on ${dayAndTime(disconnectedAt, timeZone)}. ${howItEnded(name, connection)}`,
      `What is made in ${sourceManifest.name} since then is not sent. You can connect again at any time; the page then tells how much is missing.`,
    ],
  };
}

/** What was proven: of all that we held, or of this company where the permission opens others, too. */
function howItEnded(name: string, connection: Connection | undefined): string {
  const { account, othersOpen = 0, isHeldElsewhere = false } = connection ?? {};
  if (isHeldElsewhere) {
    return `We have erased the access that we held for you. Another account with us uses the same access to ${account?.name || 'this company'}, so it was not withdrawn in ${name}: it ends when that account disconnects.`;
  }
  if (othersOpen === 0) return `${name} no longer accepts our access, and we have erased it.`;
  const others = othersOpen === 1 ? 'one other company' : `${othersOpen} other companies`;
  return [
    `${name} no longer lets us into ${account?.name || 'this company'}, and we have erased the access that we held.`,
    `The person who connected it also gave us ${others} there: withdrawing that permission as a whole would end those as well, so it stays until they are disconnected, too.`,
  ].join(' ');
}

/** Nothing is in use any more, but something that could be used is left at the provider. */
function stillOpen(
  name: string,
  connection: Connection | undefined,
  { open = [], timeZone }: EndingFacts,
): Pick<DisconnectView, 'title' | 'paragraphs'> {
  const { disconnectedAt } = connection ?? {};
  const we =
    disconnectedAt === undefined ? 'We' : `Since ${dayAndTime(disconnectedAt, timeZone)} we`;
  const companies = [...new Set(open.map(({ account }) => account.name).filter(Boolean))];
  const of = companies.length > 0 ? ` of ${companies.join(' and ')}` : '';
  const what = open.length === 1 ? 'One earlier permission' : `${open.length} earlier permissions`;
  return {
    title: `${name} is not quite disconnected yet`,
    paragraphs: [
      `${we} neither read nor write anything in ${name}.`,
      `Still open: ${what}${of}, which ${open.length === 1 ? 'has' : 'have'} yet to be withdrawn there. We go on with it every few minutes; this page shows when it is done.`,
    ],
  };
}

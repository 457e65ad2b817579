import type { Provider } from '../../contracts/ids.ts';
import type { Connection } from '../../contracts/stored-items.ts';
import { dayAndTime } from './day-and-time.ts';
import type { MissedRow } from './missed-words.ts';
import { providerNames } from './provider-names.ts';

/** The page that asks before a connection is ended, and confirms afterwards. */
export interface DisconnectView {
  provider: Provider;
  title: string;
  /** In this order. */
  paragraphs: string[];
  /** Words of the button that ends the connection; absent where there is nothing to end. */
  buttonWords: string | undefined;
}

/** Says where the end of a connection stands, with the day on which it was done. */
export function disconnectView(
  provider: Provider,
  connection: Connection | undefined,
  missed: readonly MissedRow[] = [],
): DisconnectView {
  const name = providerNames[provider];
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
    };
  }
  return { provider, ...ending(name, connection), buttonWords: undefined };
}

function question(provider: Provider, company: string): string[] {
  const name = providerNames[provider];
  const ends = {
    stora: 'We switch off our notifications there and stop reading and writing.',
    xero: 'We stop reading and writing there. Documents that are in your books stay.',
  }[provider];
  return [
    `Our access to ${company} in ${name} ends at once and is withdrawn there. ${ends}`,
    'Invoices, payments and changes that are made in Stora from then on are not sent, and they are not made up for when you connect again: the page then tells how many invoices are missing, and over how much.',
    'Changes that were still waiting are not sent any more. Your settings and history stay, and you can connect again at any time.',
  ];
}

function ending(
  name: string,
  connection: Connection | undefined,
): Pick<DisconnectView, 'title' | 'paragraphs'> {
  const { leaving, disconnectedAt } = connection ?? {};
  if (leaving !== undefined) {
    return {
      title: `${name} is being disconnected`,
      paragraphs: [
        `Since ${dayAndTime(leaving.since)} we neither read nor write anything in ${name}. Withdrawing our access there takes a few more minutes; this page shows when it is done.`,
      ],
    };
  }
  if (disconnectedAt === undefined) {
    return { title: `${name} is not connected`, paragraphs: ['There is nothing to disconnect.'] };
  }
  return {
    title: `${name} is disconnected`,
    paragraphs: [
      `Disconnected on ${dayAndTime(disconnectedAt)}. ${name} no longer accepts our access, and we have erased it.`,
      'What is made in Stora since then is not sent. You can connect again at any time; the page then tells how much is missing.',
    ],
  };
}

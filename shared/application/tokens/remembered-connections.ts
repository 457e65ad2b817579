import { provider } from '../../contracts/ids.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { RecentConnections } from './recent-connections.ts';

/**
 * The same connections, as the whole process has to use them beside `recent`: whatever it reads is
 * remembered, so that no token is older than a row that was looked at before, and whatever it writes is
 * forgotten, whether that applied or not.
 */
export function rememberedConnections(stored: Connections, recent: RecentConnections): Connections {
  return { ...readsOf(stored, recent), ...writesOf(stored, recent) };
}

type Read = 'get' | 'getReadable' | 'list' | 'leaving' | 'everyKey' | 'sweepPage' | 'manyReadable';

function readsOf(stored: Connections, recent: RecentConnections): Pick<Connections, Read> {
  return {
    get: (key) => recent.noting(() => stored.get(key), oneOrNone, [key]),
    getReadable: (key) => recent.noting(() => stored.getReadable(key), oneOrNone, [key]),
    list: (operatorId) => {
      const keys = provider.options.map((name) => ({ operatorId, provider: name }));
      return recent.noting(() => stored.list(operatorId), all, keys);
    },
    manyReadable: (keys) => recent.noting(() => stored.manyReadable(keys), all, keys),
    // What they find is read by its key before it is used.
    leaving: (...asked) => stored.leaving(...asked),
    everyKey: (...asked) => stored.everyKey(...asked),
    sweepPage: (...asked) => stored.sweepPage(...asked),
  };
}

function oneOrNone<T>(row: T | undefined): T[] {
  return row === undefined ? [] : [row];
}

function all<T>(rows: T[]): T[] {
  return rows;
}

function writesOf(stored: Connections, recent: RecentConnections): Omit<Connections, Read> {
  async function forgetting<T>(key: ConnectionKey, write: Promise<T>): Promise<T> {
    try {
      return await write;
    } finally {
      recent.forget(key);
    }
  }
  return {
    replace: (...given) => forgetting(given[0], stored.replace(...given)),
    takeLease: (...given) => forgetting(given[0], stored.takeLease(...given)),
    storeTokens: (...given) => forgetting(given[0], stored.storeTokens(...given)),
    markNeedsReconnect: (...given) => forgetting(given[0], stored.markNeedsReconnect(...given)),
    releaseLease: (...given) => forgetting(given[0], stored.releaseLease(...given)),
    setEndpoint: (...given) => forgetting(given[0], stored.setEndpoint(...given)),
    forgetEndpoint: (...given) => forgetting(given[0], stored.forgetEndpoint(...given)),
    beginDisconnect: (...given) => forgetting(given[0], stored.beginDisconnect(...given)),
    keepForRevocation: (...given) => forgetting(given[0], stored.keepForRevocation(...given)),
    noteLeaving: (...given) => forgetting(given[0], stored.noteLeaving(...given)),
    finishDisconnect: (...given) => forgetting(given[0], stored.finishDisconnect(...given)),
    noteTried: (...given) => forgetting(given[0], stored.noteTried(...given)),
    noteClientRefused: (...given) => forgetting(given[0], stored.noteClientRefused(...given)),
    rewrapTokens: (...given) => forgetting(given[0], stored.rewrapTokens(...given)),
    placeAsBefore: (...given) => forgetting(given[0], stored.placeAsBefore(...given)),
    placeForSweep: (...given) => forgetting(given[0], stored.placeForSweep(...given)),
  };
}

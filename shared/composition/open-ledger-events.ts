import type { ReceiveEventsDeps } from '../application/receive-webhook/receive-ledger-events.ts';
import type { EventSecretNames } from '../contracts/event-secrets.ts';
import { target } from '../contracts/ids.ts';
import { tableOf } from '../contracts/table-of.ts';
import type { Secrets } from '../ports/secrets.ts';
import { targets } from '../targets/registry.ts';

/** How the targets' events are proven: for those that send any, and whose key the stage has. */
export function openLedgerEvents(
  secrets: Secrets,
  secretNames: EventSecretNames,
): ReceiveEventsDeps['events'] {
  return tableOf(target.options, (name) => {
    const { events: words } = targets[name];
    const secretName = secretNames[name];
    if (words === undefined || secretName === undefined) return undefined;
    return { words, keys: () => secrets.signingKeys(secretName) };
  });
}

import { addToPeople } from '../../../shared/application/mail/keep-people.ts';
import { type SendMailsDeps, sendMails } from '../../../shared/application/mail/send-mails.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryDifferences } from '../../fakes/in-memory-differences.ts';
import { InMemoryHostedLinks } from '../../fakes/in-memory-hosted-links.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import { InMemoryOutbox } from '../../fakes/in-memory-outbox.ts';
import { InMemoryMailWatches, InMemoryPeople } from '../../fakes/in-memory-people.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemorySourceStates } from '../../fakes/in-memory-source-states.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingMails } from '../../fakes/recording-mails.ts';

export const ownerEmail = 'owner@harbour.test';
const minuteMs = 60_000;

/** One operator in New York with an owner, at 6 o'clock there, and all that writing mails needs. */
export async function mailWorld() {
  const clock = new FakeClock('2026-11-30T11:00:00.000Z');
  const crypto = new FakeCrypto();
  const log = new RecordingLog();
  const parts = {
    clock,
    crypto,
    log,
    metrics: log,
    signer: { crypto, signingKeys: async () => ['a key for tests that is long enough'] },
    portalBaseUrl: 'https://portal.example',
    mail: { sender: 'rollerdoor@example.test', senderName: 'Rollerdoor' },
    mails: new RecordingMails(),
    activities: new InMemoryActivities(),
    connections: new InMemoryConnections(),
    differences: new InMemoryDifferences(),
    hostedLinks: new InMemoryHostedLinks(clock),
    issues: new InMemoryIssues(),
    mailWatches: new InMemoryMailWatches(),
    operators: new InMemoryOperators(),
    outbox: new InMemoryOutbox(),
    people: new InMemoryPeople(),
    settings: new InMemorySettings(),
    sourceStates: new InMemorySourceStates(),
  } satisfies SendMailsDeps;
  await parts.operators.add(anOperator());
  await parts.settings.put(
    ledgerSettings({ operatorId: anOperatorId, timeZone: 'America/New_York' }),
  );
  await add(parts, { email: ownerEmail, role: 'owner', digest: true });
  return {
    ...parts,
    add: (person: NewPerson) => add(parts, person),
    /** One minute of the schedule. */
    tick: () => sendMails(parts, clock.nowEpochMs() + 35_000),
    /** Ticks each minute until then. */
    async runUntil(instant: string) {
      while (clock.nowEpochMs() < Date.parse(instant)) {
        await sendMails(parts, clock.nowEpochMs() + 35_000);
        clock.advance(minuteMs);
      }
    },
  };
}

interface NewPerson {
  email: string;
  role: 'owner' | 'accountant';
  digest: boolean;
}

async function add(deps: Parameters<typeof addToPeople>[0], person: NewPerson) {
  const wish = { operatorId: anOperatorId, actor: 'test', ...person };
  const kept = await addToPeople(deps, wish);
  if (kept.kind !== 'kept') throw new Error(kept.kind);
  return kept.people.people.at(-1)?.personId ?? '';
}

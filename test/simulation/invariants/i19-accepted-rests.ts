// SPEC.md I19
import type { Acceptance, Issue } from '../../../shared/contracts/issue-items.ts';
import type { LinkKey } from '../../../shared/contracts/link-item.ts';
import { isAccepted } from '../../../shared/domain/issues/acceptance.ts';
import type { Invariant } from '../history.ts';
import { type Occurred, recordKey, viewOf } from './run-view.ts';

/** Who listed the issues before may send one of them a little later. */
const underWayMs = 10 * 60_000;

export const acceptedRests: Invariant = {
  id: 'I19',
  title: 'What a person left as it is is tried by nobody until it changes',
  check(run) {
    const known = new Map<string, Known>();
    return viewOf(run)
      .of('stored')
      .filter(({ store }) => store === 'issues')
      .flatMap((stored) => {
        const woken = stored.method === 'noteWoken' ? (stored.input as [LinkKey])[0] : undefined;
        if (woken === undefined) follow(known, stored);
        const since = woken && known.get(recordKey(woken))?.restsSinceEpochMs;
        if (since === undefined || stored.atEpochMs - since <= underWayMs) return [];
        return [`${woken?.kind} ${woken?.sourceId} was sent at ${stored.seq}, although accepted`];
      });
  },
};

interface Known {
  issue: Pick<Issue, 'cause' | 'state' | 'accepted'>;
  /** Undefined: it waits for somebody. */
  restsSinceEpochMs: number | undefined;
}

function follow(known: Map<string, Known>, stored: Occurred<'stored'>): void {
  const { method, input, output, atEpochMs } = stored;
  if (method === 'raise') {
    const raised = input as Issue;
    const { accepted } = known.get(recordKey(raised))?.issue ?? {};
    const { cause, state } = raised;
    note(known, { key: raised, issue: { cause, state, accepted } as Known['issue'], atEpochMs });
  }
  if (method === 'accept' && output === true) {
    const [seen, accepted] = input as [Issue, Acceptance | undefined];
    const { cause, state } = known.get(recordKey(seen))?.issue ?? seen;
    note(known, { key: seen, issue: { cause, state, accepted } as Known['issue'], atEpochMs });
  }
  if (method === 'resolve' || (method === 'resolveAsSeen' && output === true))
    known.delete(recordKey(input as LinkKey));
}

function note(
  known: Map<string, Known>,
  { key, issue, atEpochMs }: { key: LinkKey; issue: Known['issue']; atEpochMs: number },
): void {
  const before = known.get(recordKey(key))?.restsSinceEpochMs;
  const restsSinceEpochMs = isAccepted(issue) ? (before ?? atEpochMs) : undefined;
  known.set(recordKey(key), { issue, restsSinceEpochMs });
}

// SPEC.md I15
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { notTaken } from '../world/words.ts';
import { type Occurred, recordKey, viewOf } from './run-view.ts';
import { sourceLives } from './source-states.ts';

export const parkedForItsOwn: Invariant = {
  id: 'I15',
  title: 'A record waits for a person only for what is wrong with itself',
  check: (run) =>
    viewOf(run)
      .of('stored')
      .flatMap((stored) => {
        if (stored.store !== 'issues' || stored.method !== 'raise') return [];
        const { process, seq } = stored;
        const raised = { issue: stored.input as Issue, process, seq };
        const found = checks.flatMap((check) => check(run, raised));
        const { kind, sourceId, cause } = raised.issue;
        return found.map(
          (why) => `${kind} ${sourceId} was parked at ${stored.seq} (${cause}) ${why}`,
        );
      }),
};

interface Raised extends Pick<Occurred<'stored'>, 'process' | 'seq'> {
  issue: Issue;
}

/** What the ledger said of one element was said of no other, although it refused the whole call. */
function forAnother(run: FinishedRun, { issue: { sourceId, message } }: Raised): string[] {
  const [, named] = new RegExp(`${notTaken} ([a-z]+_[0-9a-f]{16})`).exec(message) ?? [];
  if (named === undefined || named === sourceId || belongsTo(run, sourceId, named)) return [];
  return [`for what was said of ${named}`];
}

/** A document waits for its customer, and a credit note for its invoice. */
function belongsTo(run: FinishedRun, sourceId: string, namedId: string): boolean {
  const life = sourceLives(run).find((each) => each.sourceId === sourceId);
  const current = life?.states.at(-1)?.resource;
  if (current === undefined || !('contact' in current)) return false;
  return current.contact.id === namedId || ('invoice' in current && current.invoice.id === namedId);
}

/** Only the last of its tries gives an error of ours up; nothing of others' fails for a day in a run. */
const triesBefore = 4;

function tooSoon(run: FinishedRun, { issue, seq }: Raised): string[] {
  if (issue.cause !== 'unexpected' || issue.message.includes('the source answered')) return [];
  const wasTried = viewOf(run)
    .of('stored')
    .filter(({ store, method }) => store === 'tries' && method === 'save')
    // What lost against another worker was counted nowhere.
    .filter(({ output, seq: at }) => output !== 'conflict' && at < seq)
    .some(({ input }) => mostTries(input) >= triesBefore);
  return wasTried ? [] : ['before it was tried often enough'];
}

function mostTries(input: unknown): number {
  const [row] = Array.isArray(input) ? input : [input];
  const { tries = {} } = row as { tries?: Record<string, { count?: number }> };
  return Math.max(0, ...Object.values(tries).map(({ count = 0 }) => count));
}

/** No right is ever lacking in a run: where a call is not allowed, the connection is what is gone. */
function forConnection(_run: FinishedRun, { issue: { cause } }: Raised): string[] {
  return cause === 'permission_missing' ? ['instead of waiting for its connection'] : [];
}

/**
 * What is posted is past the question by what its lines are tracked. By what the link said when the
 * worker noted that it judged the record: it may stand still before it raises the issue.
 */
function pastIt(run: FinishedRun, { issue, process, seq }: Raised): string[] {
  const { linkSaves, linkAt } = viewOf(run);
  const key = recordKey(issue);
  const judged = linkSaves.get(key)?.findLast((save) => save.process === process && save.seq < seq);
  const isOfTracking = issue.cause.startsWith('tracking_');
  const isPosted = linkAt(key, judged?.seq ?? seq)?.targetId !== undefined;
  return isOfTracking && isPosted ? ['although it was posted long ago'] : [];
}

const checks = [forAnother, tooSoon, forConnection, pastIt];

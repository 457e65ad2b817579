import type { Acceptance, Issue } from '../../contracts/issue-items.ts';

type Judged = Pick<Issue, 'cause' | 'state' | 'accepted'>;

/**
 * Whether a person leaves the record as it is. What was accepted is one cause in one state: a change of
 * the record, or another cause, asks anew, and nothing has to be taken back for it.
 */
export function isAccepted({ accepted, cause, state }: Judged): boolean {
  return accepted !== undefined && accepted.cause === cause && accepted.state === state;
}

/** Those that wait for somebody. */
export function openOf<I extends Judged>(issues: readonly I[]): I[] {
  return issues.filter((issue) => !isAccepted(issue));
}

/** What is accepted of an issue as it stands. */
export function acceptanceOf(
  { cause, state }: Pick<Issue, 'cause' | 'state'>,
  said: Pick<Acceptance, 'at' | 'by' | 'reason'>,
): Acceptance {
  return { ...said, cause, ...(state === undefined ? {} : { state }) };
}

/** Cause and state as one text, by which a form names what a person saw when it was pressed. */
export function standOf({ cause, state }: Pick<Issue, 'cause' | 'state'>): string {
  return `${cause}|${state ?? ''}`;
}

// SPEC.md I14
import type { FinishedRun, Invariant } from '../history.ts';
import { isForPerson } from './for-a-person.ts';
import { operatorsConnected } from './i01-converge.ts';
import { recordKey, viewOf } from './run-view.ts';
import { sourceLives } from './source-states.ts';

export const comesToRest: Invariant = {
  id: 'I14',
  title: 'Once the faults stop everything comes to rest',
  check: (run) => [
    ...(run.isQuiet ? [] : [`still busy after ${hours(run)} hours`]),
    ...run.leftOnQueues.map(({ queue, body }) => `left on ${queue}: ${body.slice(0, 160)}`),
    ...run.leftAside.map((what) => `left aside: ${what}`),
    ...halfWay(run),
    ...debts(run),
    ...mendable(run),
    ...unended(run),
  ],
};

function hours(run: FinishedRun): string {
  return ((run.endedAtEpochMs - run.startedAtEpochMs) / 3_600_000).toFixed(1);
}

/** A person reconnects or disconnects in the calm; nothing stays in between. */
function halfWay(run: FinishedRun): string[] {
  return run.connections.flatMap(({ operatorId, provider, status }) =>
    status === 'connected' || status === 'disconnected'
      ? []
      : [`${provider} of ${operatorId} is ${status}`],
  );
}

function debts(run: FinishedRun): string[] {
  const connected = new Set(operatorsConnected(run));
  return run.links.flatMap((link) =>
    connected.has(link.operatorId) && link.owed.length > 0 && !wasCutOff(run, link.operatorId)
      ? [`${recordKey(link)} still owes ${link.owed.map(({ what }) => what).join(', ')}`]
      : [],
  );
}

/** Who disconnects gives up what is owed to the connection that was. */
function wasCutOff(run: FinishedRun, operatorId: string): boolean {
  return viewOf(run).wasDisconnected(operatorId, { from: 0, to: Number.POSITIVE_INFINITY });
}

/** In the calm a person tries every issue again: what stays must be for a person to mend. */
function mendable(run: FinishedRun): string[] {
  const connected = new Set(operatorsConnected(run));
  const lives = new Map(sourceLives(run).map((life) => [life.sourceId, life]));
  return run.issues.flatMap((issue) => {
    const life = lives.get(issue.sourceId);
    if (!connected.has(issue.operatorId)) return [];
    if (life !== undefined && isForPerson(run, issue, { life, differences: [] })) return [];
    return [`issue ${issue.cause} of ${issue.kind} ${issue.sourceId} stands`];
  });
}

/** Every invocation that began came to an end of some kind. */
function unended(run: FinishedRun): string[] {
  const running = new Map<string, number>();
  for (const { process, state, seq } of viewOf(run).of('invocation')) {
    if (state === 'started') running.set(process, seq);
    else running.delete(process);
  }
  return [...running].map(([process, seq]) => `${process} never ended what it began at ${seq}`);
}

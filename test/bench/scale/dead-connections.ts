import { MinHeap } from '../../../infra/local/aws/sqs/store/min-heap.ts';
import { type DeadWorld, type DeadWorldOptions, openDeadWorld } from './dead-world.ts';

export interface DeadConnectionsOptions extends DeadWorldOptions {
  /** Changes of each operator, live or dead, one a minute, at a second of its own. */
  changesEach: number;
  /** Connected again at the end, and asked for. */
  comesBack?: boolean;
}

export interface DeadConnectionsResult {
  dead: number;
  changesEach: number;
  /** How long a live operator's change takes from the queue into the books; infinite: it never got there. */
  liveWaitMs: { median: number; p99: number; longest: number };
  liveNotReached: number;
  /** The most that was on the queue at any instant at which a minute ended. */
  deepest: number;
  /** What stands beside the queue at the end. */
  aside: number;
}

/** As deployed for Xero: see `workerConcurrency`. */
const workers = 50;
const minuteMs = 60_000;
const secondsOfMinute = 60;
/** An invocation that calls the ledger, and one that only writes to the table. */
const callingMs = 1_500;
const asideMs = 60;
/** After the last change; beyond it a live change counts as never reached. */
const patienceMs = 60 * minuteMs;

/**
 * Plays changes of dead and live operators through one queue, in virtual time, with the real worker over
 * stores in memory. Its test is one run, the bench some more.
 */
export async function playDeadConnections(
  options: DeadConnectionsOptions,
): Promise<DeadConnectionsResult & { world: DeadWorld }> {
  const world = openDeadWorld(options);
  const course = new Course(world);
  let deepest = 0;
  for (let at = 0; at < options.changesEach; at += 1) {
    for (let second = 0; second < secondsOfMinute; second += 1) {
      const own = world.operators.filter((_, index) => index % secondsOfMinute === second);
      for (const operatorId of own) course.send(operatorId, at);
      await course.until(course.startedAtEpochMs + at * minuteMs + (second + 1) * 1_000);
    }
    deepest = Math.max(deepest, course.depth());
  }
  if (options.comesBack) {
    world.reviveAll();
    for (const operatorId of world.operators) world.ask(operatorId);
  }
  await course.until(world.clock.nowEpochMs() + patienceMs);
  const { dead, changesEach } = options;
  return { dead, changesEach, ...course.waits(), deepest, aside: world.aside.all().length, world };
}

interface Timed {
  atEpochMs: number;
  run(): void;
}

/** Workers that are free poll; what they do takes virtual time. */
class Course {
  readonly startedAtEpochMs: number;
  readonly #world: DeadWorld;
  readonly #due = new MinHeap<Timed>(({ atEpochMs }) => atEpochMs);
  readonly #sentAt = new Map<string, number>();
  readonly #waitsMs: number[] = [];
  #free = workers;

  constructor(world: DeadWorld) {
    this.#world = world;
    this.startedAtEpochMs = world.clock.nowEpochMs();
  }

  send(operatorId: string, at: number): void {
    this.#world.send(operatorId, at);
    if (!this.#world.isDead(operatorId))
      this.#sentAt.set(`${operatorId}-${at}`, this.#world.clock.nowEpochMs());
  }

  async until(epochMs: number): Promise<void> {
    const { clock, core, queueUrl } = this.#world;
    for (;;) {
      await this.#poll();
      const next = this.#due.peek()?.atEpochMs ?? Number.POSITIVE_INFINITY;
      const wakes = core.nextWakeAtEpochMs(queueUrl) ?? Number.POSITIVE_INFINITY;
      const atEpochMs = Math.min(next, this.#free > 0 ? wakes : Number.POSITIVE_INFINITY);
      if (atEpochMs > epochMs) break;
      clock.advance(Math.max(0, atEpochMs - clock.nowEpochMs()));
      while ((this.#due.peek()?.atEpochMs ?? Number.POSITIVE_INFINITY) <= clock.nowEpochMs())
        this.#due.pop()?.run();
    }
    clock.advance(Math.max(0, epochMs - clock.nowEpochMs()));
  }

  depth(): number {
    const { core, queueUrl } = this.#world;
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
    const { Attributes } = core.getQueueAttributes({ QueueUrl: queueUrl, AttributeNames: names });
    return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  }

  waits() {
    const sorted = this.#waitsMs.sort((left, right) => left - right);
    const liveNotReached = this.#sentAt.size;
    const all = sorted.length + liveNotReached;
    const at = (share: number) =>
      sorted[Math.min(all - 1, Math.floor(all * share))] ?? Number.POSITIVE_INFINITY;
    return { liveWaitMs: { median: at(0.5), p99: at(0.99), longest: at(1) }, liveNotReached };
  }

  async #poll(): Promise<void> {
    const { core, queueUrl, clock } = this.#world;
    while (this.#free > 0) {
      const { Messages = [] } = core.receiveMessage({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      });
      if (Messages.length === 0) return;
      this.#free -= 1;
      const kept = await this.#world.work(Messages);
      const groups = Messages.map(({ Attributes }) => Attributes?.MessageGroupId ?? '');
      const isCalling = groups.some((operatorId) => !this.#world.isDead(operatorId));
      const done = Messages.filter(({ MessageId }) => !kept.has(MessageId));
      this.#due.push({
        atEpochMs: clock.nowEpochMs() + (isCalling ? callingMs : asideMs),
        run: () => this.#settle(done),
      });
    }
  }

  #settle(done: ReadonlyArray<{ ReceiptHandle: string; Body: string }>): void {
    const { core, queueUrl, clock } = this.#world;
    this.#free += 1;
    if (done.length === 0) return;
    const Entries = done.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    core.deleteMessageBatch({ QueueUrl: queueUrl, Entries });
    for (const { Body } of done) {
      const { eventId = '' } = JSON.parse(Body) as { eventId?: string };
      const sentAt = this.#sentAt.get(eventId);
      if (sentAt === undefined) continue;
      this.#sentAt.delete(eventId);
      this.#waitsMs.push(clock.nowEpochMs() - sentAt);
    }
  }
}

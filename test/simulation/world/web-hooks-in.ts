import { fastRandom } from '../engine/fast-random.ts';
import type { FunctionPool } from '../engine/function-pool.ts';
import type { Engine } from '../engine/with-faults.ts';
import type { Happening } from '../history.ts';
import type { Plan } from './plan.ts';

/** How long the source waits for our answer. */
const patienceMs = 10_000;

/** The way of a webhook from the source to our function and of the answer back. */
export function deliverTo(
  engine: Engine,
  receive: FunctionPool<Request, Response>,
  { operatorAt, isSwallowed }: { operatorAt: (url: string) => string; isSwallowed: () => boolean },
): (request: Request) => Promise<Response> {
  const { time, dice } = engine;
  return async (request) => {
    const body = await request.text();
    const { url, headers } = request;
    if (isSwallowed()) return new Response(null, { status: 200 });
    const luck = dice.roll('delivery', 'webhook');
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const fail = () => reject(new TypeError('fetch failed'));
    if (luck === 'webhook_unreachable') {
      time.after(dice.random.below(patienceMs), fail);
      return promise;
    }
    const start = (answer: (status: number) => void) => {
      const arrivedAt = { seq: engine.recorder.entries.length, atEpochMs: time.nowEpochMs() };
      const copy = new Request(url, { method: 'POST', headers, body });
      const handled = receive.invoke(copy).then((ended) => {
        const status = ended.kind === 'succeeded' ? ended.output.status : 500;
        note(engine, body, { operatorId: operatorAt(url), status, arrivedAt });
        time.after(10 + dice.random.below(60), () => answer(status));
      });
      time.follow(handled);
    };
    const answer = (status: number) =>
      luck === 'webhook_answer_lost' ? fail() : resolve(new Response(null, { status }));
    const onTheWayMs = 10 + dice.random.below(60);
    const delayMs = luck === 'webhook_delayed' ? dice.random.below(patienceMs * 30) : 0;
    if (delayMs > patienceMs) time.after(patienceMs, fail);
    time.after(onTheWayMs + delayMs, () => start(answer));
    if (luck === 'webhook_twice') {
      time.after(onTheWayMs + dice.random.below(60_000), () => start(() => undefined));
    }
    return promise;
  };
}

/** One in five, where a run has it: whoever answers for us has lost it. */
export function swallower(
  { dice }: Engine,
  { seed, faults }: Pick<Plan, 'seed' | 'faults'>,
): () => boolean {
  const random = fastRandom(seed ^ 0x5a110);
  return () => {
    if (faults.webhook_swallowed === undefined || dice.isQuiet) return false;
    const isLost = random.chance(0.2);
    if (isLost) dice.fired('webhook_swallowed', 'webhook');
    return isLost;
  };
}

type Webhook = Extract<Happening, { kind: 'webhook' }>;

function note(
  engine: Engine,
  body: string,
  what: Pick<Webhook, 'operatorId' | 'status' | 'arrivedAt'>,
): void {
  const { event } = JSON.parse(body) as { event: { id: string; type: string } };
  engine.recorder.add(
    { kind: 'webhook', eventId: event.id, eventType: event.type, ...what },
    'vendor',
  );
}

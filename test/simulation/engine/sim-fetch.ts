import type { Provider } from '../../../shared/contracts/ids.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import type { FaultId } from './fault-kinds.ts';
import { never, SimProcess } from './sim-process.ts';
import { deadlineOf } from './traps.ts';
import type { Engine } from './with-faults.ts';

/** Who sends a call, as far as its code knows. */
export interface Sender {
  operatorId: string | undefined;
  lane: Lane | undefined;
  /** Epoch of the connection whose token this is. */
  epochOf(token: string): number | undefined;
}

export interface SentCall {
  id: string;
  provider: Provider;
  isTokenCall: boolean;
  method: string;
  url: URL;
  /** As they were given. */
  headers: RequestInit['headers'];
  body: string;
}

/** The vendor behind the network. */
export interface Vendor {
  /** Which one answers at this address. */
  providerAt(url: URL): Provider;
  isTokenCall(url: URL): boolean;
  /** Answers now; a fault says what goes wrong on its side. */
  serve(call: SentCall, fault: FaultId | undefined): Promise<Response>;
  /** Did it change its books although it answered as the fault wants? */
  hasApplied(call: SentCall, fault: FaultId | undefined): boolean;
  /** Whose books the token opens. */
  accountOf(call: SentCall): string | undefined;
  /** Called after each call it answered: it may have something to deliver. */
  afterwards(): void;
}

/** One header of a call; building `Headers` for each look would cost more than the call. */
export function headerOf({ headers }: SentCall, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const entries = Array.isArray(headers) ? headers : Object.entries(headers ?? {});
  return entries.find(([key]) => key?.toLowerCase() === name)?.[1];
}

/** The token that a call carries, else an empty text. */
export function bearerOf(call: SentCall): string {
  return /^Bearer (.+)$/.exec(headerOf(call, 'authorization') ?? '')?.[1] ?? '';
}

/** What the network makes of one call. */
interface Fate {
  /** undefined: it never arrives. */
  arrivesAfterMs: number | undefined;
  answersAfterMs: number;
  /** What the sender gets instead of the answer. */
  instead: 'nothing' | 'reset' | 'edge_error' | undefined;
  vendorFault: FaultId | undefined;
}

/** The network between our processes and the vendors, as `fetch` of one sender. */
export function simFetch(engine: Engine, vendor: Vendor, sender: Sender): typeof fetch {
  return async (input, init = {}) => {
    const process = engine.time.actor;
    if (!(process instanceof SimProcess)) throw new Error('Only processes call vendors.');
    const call = readCall(engine, vendor, { input, init });
    const at = `${call.method} ${call.url.pathname}`;
    const ownFault = engine.dice.roll('call', at);
    if (ownFault === 'crash_before_call') {
      process.crash();
      return never();
    }
    const response = await send({ engine, vendor, sender, process, call, ownFault, init });
    if (ownFault === 'freeze_at_call') {
      process.freeze(46_000 + engine.dice.random.below(40_000));
      await process.sleep(1);
    }
    return response;
  };
}

function readCall(
  engine: Engine,
  vendor: Vendor,
  { input, init }: { input: string | URL | Request; init: RequestInit },
): SentCall {
  const url = new URL(input instanceof Request ? input.url : input);
  return {
    id: `call-${engine.recorder.entries.length}-${engine.time.events}`,
    provider: vendor.providerAt(url),
    isTokenCall: vendor.isTokenCall(url),
    method: init.method ?? 'GET',
    url,
    headers: init.headers,
    body: init.body === undefined || init.body === null ? '' : String(init.body),
  };
}

interface Sending {
  engine: Engine;
  vendor: Vendor;
  sender: Sender;
  process: SimProcess;
  call: SentCall;
  ownFault: FaultId | undefined;
  init: RequestInit;
}

function send(sending: Sending): Promise<Response> {
  const { engine, process, ownFault, init } = sending;
  const { time, dice } = engine;
  const fate = fateOf(sending);
  const timeOutAt = deadlineOf(init.signal);
  if (ownFault === 'crash_during_call') time.after(dice.random.below(200), () => process.crash());
  return process.wait<Response>((end) => {
    let isGivenUp = false;
    const giveUpAt = (epochMs: number | undefined, error: () => Error) => {
      if (epochMs === undefined) return;
      time.at(epochMs, () => {
        isGivenUp = true;
        noteEnd(sending, 'none');
        end(() => {
          throw error();
        });
      });
    };
    if (fate.arrivesAfterMs === undefined) {
      if (fate.instead === 'reset') giveUpAt(time.nowEpochMs() + 20, connectionFailed);
      else giveUpAt(timeOutAt, timedOut);
      return;
    }
    const answersAt = time.nowEpochMs() + fate.arrivesAfterMs + fate.answersAfterMs;
    const isTooLate = timeOutAt !== undefined && answersAt >= timeOutAt;
    const isUnanswered = isTooLate || fate.instead === 'nothing';
    if (isUnanswered) giveUpAt(timeOutAt, timedOut);
    time.after(fate.arrivesAfterMs, () => {
      const isLate = isGivenUp || process.isDead;
      const arrived = arrive(sending, { fault: fate.vendorFault, isLate }).then((response) => {
        if (isUnanswered) return;
        time.after(fate.answersAfterMs, () => deliver(sending, { fate, response, end }));
      });
      time.follow(arrived);
    });
  });
}

/** The answer reaches the process, if there is one and it still lives. */
function deliver(
  sending: Sending,
  way: {
    fate: Fate;
    response: Response | undefined;
    end: (settle: () => Response) => void;
  },
): void {
  const { engine, process, ownFault } = sending;
  const { fate, response, end } = way;
  if (ownFault === 'crash_after_call') process.crash();
  const isBroken = fate.instead === 'reset' || response === undefined;
  const isSeen = !isBroken && !process.isDead;
  const isOfEdge = fate.instead === 'edge_error';
  if (!isSeen) noteEnd(sending, 'none');
  else noteEnd(sending, isOfEdge ? 'edge_error' : 'received');
  end(() => {
    if (isBroken) throw connectionFailed();
    return isOfEdge ? edgeError(engine.dice.random.next()) : response;
  });
}

function noteEnd({ engine, process, call }: Sending, fate: 'received' | 'edge_error' | 'none') {
  engine.recorder.add({ kind: 'answered', callId: call.id, fate }, process.name);
}

/** The call reaches the vendor. Undefined: it was carried out or not, and the connection breaks. */
async function arrive(
  { engine, vendor, sender, process, call }: Sending,
  what: { fault: FaultId | undefined; isLate: boolean },
): Promise<Response | undefined> {
  const token = bearerOf(call);
  const vendorAccount = vendor.accountOf(call);
  engine.time.actor = vendorActor;
  const response = await vendor.serve(call, what.fault).catch(() => undefined);
  engine.recorder.add(
    {
      kind: 'arrived',
      provider: call.provider,
      vendorAccount,
      operatorId: sender.operatorId,
      epoch: sender.epochOf(token),
      lane: sender.lane,
      isForeign: false,
      isLate: what.isLate,
      method: call.method,
      path: call.url.pathname + call.url.search,
      body: call.body,
      idempotencyKey: headerOf(call, 'idempotency-key'),
      status: response?.status ?? 0,
      callId: call.id,
      ...(vendor.hasApplied(call, what.fault) ? { isApplied: true } : {}),
      ...(response?.status === 429 ? { waitMs: waitOf(response, engine.time.nowEpochMs()) } : {}),
    },
    process.name,
  );
  vendor.afterwards();
  return response;
}

/** `Retry-After` in seconds (Xero), `RateLimit-Reset` in seconds since the epoch (Stora). */
function waitOf({ headers }: Response, nowEpochMs: number): number {
  const reset = Number(headers.get('ratelimit-reset') ?? 0) * 1_000;
  const retryAfterMs = Number(headers.get('retry-after') ?? 0) * 1_000;
  return Math.max(0, retryAfterMs, reset === 0 ? 0 : reset - nowEpochMs);
}

const vendorActor = { name: 'vendor' };

/** Longer than any time-out of a client. */
const lateMs = 26_000;

function fateOf({ engine, call }: Sending): Fate {
  const { dice } = engine;
  const at = `${call.method} ${call.url.pathname}`;
  const place = `${call.provider}_${call.isTokenCall ? 'token' : 'api'}` as const;
  const network = dice.roll('network', at);
  const vendorFault = network === undefined ? dice.roll(place, at) : undefined;
  const usual: Fate = {
    arrivesAfterMs: 5 + dice.random.below(40),
    answersAfterMs: 30 + dice.random.below(250),
    instead: undefined,
    vendorFault,
  };
  switch (network) {
    case 'request_lost':
      return { ...usual, arrivesAfterMs: undefined, instead: 'nothing' };
    case 'connection_refused':
      return { ...usual, arrivesAfterMs: undefined, instead: 'reset' };
    case 'answer_lost':
      return { ...usual, instead: 'nothing' };
    case 'connection_reset':
      return { ...usual, instead: 'reset' };
    case 'edge_error':
      return { ...usual, instead: 'edge_error' };
    case 'late_arrival':
      return { ...usual, arrivesAfterMs: lateMs + dice.random.below(30_000), instead: 'nothing' };
    case 'slow_answer':
      return { ...usual, answersAfterMs: 1_000 + dice.random.below(20_000) };
    default:
      return usual;
  }
}

function connectionFailed(): Error {
  return new TypeError('fetch failed');
}

function timedOut(): Error {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}

function edgeError(luck: number): Response {
  return new Response('<html>Bad gateway</html>', { status: luck < 0.5 ? 502 : 504 });
}

import { deprovisionCall } from '../../contracts/deprovision-call.ts';
import { isRecent, parseSignatureHeader } from '../../domain/webhooks/signature-header.ts';
import { beginRemoval, type RemovalResult, type RemoveOperatorDeps } from './remove-operator.ts';

export interface ReceiveDeprovisionDeps extends RemoveOperatorDeps {
  /** Every version of the secret that is good now. */
  deprovisionKeys(): Promise<string[]>;
}

export type DeprovisionReceipt = RemovalResult | { kind: 'bad_signature' } | { kind: 'unreadable' };

/** Senders stamp each try anew, so that this only has to cover slow networks and clocks. */
const window = { maxAgeSeconds: 300, maxAheadSeconds: 300 };

/**
 * Takes a customer's leave from the partner's own platform. The signature is
 * `t=<epoch seconds>,v1=<hex HMAC-SHA256 of "t.body">`. A call sent twice, or replayed inside the
 * window, finds the removal begun and changes nothing.
 */
export async function receiveDeprovision(
  deps: ReceiveDeprovisionDeps,
  call: { signatureHeader: string | undefined; body: Uint8Array },
): Promise<DeprovisionReceipt> {
  if (!(await isGenuine(deps, call))) {
    // One line for the audit; nothing of what a stranger sent is repeated.
    deps.metrics.count('DeprovisionRefused');
    deps.log.warn('deprovision.refused', { reason: 'bad_signature' });
    return { kind: 'bad_signature' };
  }
  const parsed = deprovisionCall.safeParse(parseJson(call.body));
  if (!parsed.success) return { kind: 'unreadable' };
  return beginRemoval(deps, { operatorId: parsed.data.operatorId, actor: 'partner' });
}

async function isGenuine(
  deps: ReceiveDeprovisionDeps,
  call: { signatureHeader: string | undefined; body: Uint8Array },
): Promise<boolean> {
  const header = parseSignatureHeader(call.signatureHeader);
  if (header === undefined) return false;
  const nowEpochMs = deps.clock.nowEpochMs();
  if (!isRecent(header.timestampSeconds, { ...window, nowEpochMs })) return false;
  const signed = Buffer.concat([Buffer.from(`${header.timestampSeconds}.`), call.body]);
  const expected = (await deps.deprovisionKeys()).map((key) => deps.crypto.hmacSha256(key, signed));
  return header.signatures.some((signature) => {
    const claimed = Buffer.from(signature, 'hex');
    return expected.some((digest) => deps.crypto.equal(digest, claimed));
  });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Recovery: answered as unreadable.
    return undefined;
  }
}

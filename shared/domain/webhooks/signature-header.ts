/** `t=…,v1=…` of a webhook, with every `v1` that it carries (several during a rotation). */
export interface SignatureHeader {
  timestampSeconds: number;
  signatures: string[];
}

/** Longer ones are no signatures but attempts to make us work. */
const headerLengthMax = 1_024;

/** Undefined when the header is absent, malformed or carries no usable signature. */
export function parseSignatureHeader(header: string | undefined): SignatureHeader | undefined {
  if (header === undefined || header.length > headerLengthMax) return undefined;
  const parts = header.split(',').map((part) => part.trim().split('='));
  const timestamps = parts.filter(([key]) => key === 't').map(([, value]) => value ?? '');
  const [timestamp] = timestamps;
  if (timestamps.length !== 1 || timestamp === undefined || !/^\d{1,12}$/.test(timestamp))
    return undefined;
  const signatures = parts
    .filter(([key, value]) => key === 'v1' && value !== undefined && /^[0-9a-f]{64}$/i.test(value))
    .map(([, value]) => (value ?? '').toLowerCase());
  return signatures.length === 0 ? undefined : { timestampSeconds: Number(timestamp), signatures };
}

/**
 * Whether a signature is recent enough. Stora may not re-stamp its retries, which go on for a day and
 * more; a narrow window would lose those events, and what is applied twice does no harm.
 */
export function isRecent(
  timestampSeconds: number,
  window: { nowEpochMs: number; maxAgeSeconds: number; maxAheadSeconds: number },
): boolean {
  const ageSeconds = window.nowEpochMs / 1_000 - timestampSeconds;
  return ageSeconds <= window.maxAgeSeconds && ageSeconds >= -window.maxAheadSeconds;
}

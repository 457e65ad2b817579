/**
 * AWS list prices in US dollars of us-east-1, on demand, without free tiers and discounts, as of November 2026. From
 * the pricing pages of the services (aws.amazon.com/<service>/pricing): dynamodb/pricing/on-demand, sqs, lambda,
 * kms, api-gateway, cloudwatch, secrets-manager. Look again when a page changes: ratios hardly move with them.
 */
export const prices = {
  perReadUnit: 0.125 / 1e6,
  perWriteUnit: 0.625 / 1e6,
  /** FIFO; each 64 KB of a request is one. */
  perSqsRequest: 0.5 / 1e6,
  perKmsCall: 0.03 / 1e4,
  perSecretCall: 0.05 / 1e4,
  perInvocation: 0.2 / 1e6,
  /** Arm; the first tier. */
  perGbSecond: 0.0000133334,
  perHttpRequest: 1 / 1e6,
  perScheduledCall: 1 / 1e6,
  /** CloudWatch takes them in; standard class. */
  perLogGb: 0.5,
  /** With an index that holds keys only, and point-in-time recovery (0.20). */
  perStoredGbMonth: 0.25 + 0.2,
} as const;

/** What a bench counts of a billed thing. */
export interface Billed {
  readonly readUnits: number;
  /** Those of the index too. */
  readonly writeUnits: number;
  readonly sqsRequests: number;
  readonly kmsCalls: number;
  readonly secretCalls: number;
  readonly invocations: number;
  readonly lambdaSeconds: number;
  readonly httpRequests: number;
  readonly logBytes: number;
}

/** Dollars by service. */
export type Price = Readonly<
  Record<'table' | 'queues' | 'keys' | 'functions' | 'front' | 'logs', number>
>;

/** Memory of every function. */
export const functionGb = 0.5;

/** Dollars that the counts cost. */
export function priceOf(billed: Billed): Price {
  return {
    table: billed.readUnits * prices.perReadUnit + billed.writeUnits * prices.perWriteUnit,
    queues: billed.sqsRequests * prices.perSqsRequest,
    keys: billed.kmsCalls * prices.perKmsCall + billed.secretCalls * prices.perSecretCall,
    functions:
      billed.invocations * prices.perInvocation +
      billed.lambdaSeconds * functionGb * prices.perGbSecond,
    front: billed.httpRequests * prices.perHttpRequest,
    logs: (billed.logBytes / 1e9) * prices.perLogGb,
  };
}

/** Dollars of all services together. */
export function totalPrice(price: Price): number {
  return Object.values(price).reduce((sum, dollars) => sum + dollars, 0);
}

/**
 * Seconds that Lambda bills, out of what was counted: a function of 512 MB has 512/1,769 of a CPU, so its own
 * computing takes so much longer than here; calls of AWS take 4 ms each, one after the other; those of a vendor a
 * quarter of a second. An assumption, the same for every version.
 */
export function billedSeconds(counted: {
  readonly cpuMs: number;
  readonly awsCalls: number;
  readonly vendorCalls: number;
}): number {
  const computingMs = counted.cpuMs * (1_769 / 512);
  return (computingMs + counted.awsCalls * 4 + counted.vendorCalls * 250) / 1_000;
}

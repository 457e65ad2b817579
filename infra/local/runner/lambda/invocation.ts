/** One event on its way to a function. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
}

/** What the Runtime API reports of a failed invocation. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How an invocation ends; `throttled` means that it never began, for lack of concurrency. */
export type InvocationResult =
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError }
  | { readonly kind: 'throttled' };

/** Lambda's limit on the event and on the response of a synchronous invocation. */
export const payloadMaxBytes = 6_291_556;

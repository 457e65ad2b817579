import type * as connectedStack from '../../support/connected-stack.ts';
import type * as benchStack from '../bench-stack.ts';

/** A running stack, and what its version has to handle it. */
export interface HandledStack {
  readonly stack: connectedStack.PrivateStack;
  readonly bench: Pick<
    typeof benchStack,
    'isThrough' | 'ledgerBook' | 'sourceOperator' | 'waitFor'
  >;
  readonly press: typeof connectedStack.press;
}

/** Raises so many invoices, and pays them when all is through. @throws when something is double or missing. */
export async function createAndPay(handled: HandledStack, count: number): Promise<void> {
  const { bench, press, stack } = handled;
  const { documents, payments } = bench.ledgerBook(stack);
  const { url } = stack.sandboxes.stora;
  await untilThrough(handled, documents.size + count, {
    records: documents,
    begin: () => press(url, 'month-end-run', { count }),
  });
  await untilThrough(handled, payments.size + count, {
    records: payments,
    begin: () => press(url, 'pay-all'),
  });
}

// The vendors' caps let about 12 new documents a minute through at worst.
const timeoutMs = 20 * 60_000;

interface Step {
  readonly records: { readonly size: number };
  begin(): Promise<unknown>;
}

async function untilThrough(
  { bench, stack }: HandledStack,
  sizeAfter: number,
  { records, begin }: Step,
): Promise<void> {
  const wait = { timeoutMs, signal: new AbortController().signal };
  await begin();
  await bench.waitFor(() => records.size >= sizeAfter, { ...wait, until: 'all is in the ledger' });
  await bench.waitFor(() => bench.isThrough(stack), { ...wait, until: 'nothing is left' });
  // Fast and wrong is no figure.
  const { invoices, timelineEvents } = bench.sourceOperator(stack).tables;
  const isRight = records.size === sizeAfter && timelineEvents.size >= invoices.size;
  if (!isRight) throw new Error('Documents are double, or an invoice has no timeline event.');
}

import type { Book } from '../../../../infra/local/vendors/xero/core/book.ts';
import type { ScriptedFault } from '../../../../infra/local/vendors/xero/core/fault-plan.ts';
import type {
  ContactDraft,
  CreditNoteDraft,
  InvoiceDraft,
} from '../../../../shared/domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../../../../shared/ports/writes.ts';
import { XeroLedger } from '../../../../shared/targets/xero/xero-ledger.ts';
import { FakeClock } from '../../../fakes/fake-clock.ts';
import type { FixedAccessTokens } from '../../../fakes/fixed-access-tokens.ts';
import { RecordingPacer } from '../../../fakes/recording-pacer.ts';
import {
  operatorId,
  signIn,
  startVendors,
  xeroSettings,
} from '../../../support/vendors-in-process.ts';
import type { ContractRequest, XeroContract } from './xero-contract.ts';

export interface Sent extends ContractRequest {
  operation?: string;
  problems?: string[];
}

/** XeroLedger over the simulated Xero, every request held against the contract where there is one. */
export class XeroUnderTest {
  readonly clock = new FakeClock();
  readonly pacer = new RecordingPacer();
  readonly sent: Sent[] = [];
  readonly vendors: ReturnType<typeof startVendors>;
  readonly book: Book;
  readonly ledger: XeroLedger;
  readonly tokens: FixedAccessTokens;
  /** Answers instead of Xero, once each, in order. */
  readonly scripted: Array<(request: Request) => Response | Promise<Response>> = [];
  #keys = 0;

  static async open(contract: XeroContract | undefined): Promise<XeroUnderTest> {
    const under: { test?: XeroUnderTest } = {};
    const clock = new FakeClock();
    const vendors = startVendors(clock, {
      intercept: async (request, answer) =>
        under.test === undefined ? answer() : under.test.#answer(request, { answer, contract }),
    });
    const tokens = await signIn(vendors.stora, vendors.xero);
    under.test = new XeroUnderTest({ clock, vendors, tokens });
    return under.test;
  }

  private constructor(parts: {
    clock: FakeClock;
    vendors: ReturnType<typeof startVendors>;
    tokens: FixedAccessTokens;
  }) {
    this.clock = parts.clock;
    this.vendors = parts.vendors;
    this.tokens = parts.tokens;
    const book = parts.vendors.xero.world.book('acorn');
    if (book === undefined) throw new Error('The sandbox has no organisation called acorn.');
    this.book = book;
    this.ledger = new XeroLedger(xeroSettings(), {
      provider: 'xero',
      operatorId,
      lane: 'live',
      tokens: parts.tokens,
      pacer: this.pacer,
      clock: parts.clock,
      fetch: parts.vendors.calls.fetch,
    });
  }

  /** A fresh idempotency key. */
  key(): WriteKey {
    this.#keys += 1;
    return { value: `key-${this.#keys}` };
  }

  failNext(kind: ScriptedFault['kind'], count = 1): void {
    this.vendors.xero.world.faults.script({
      kind,
      count,
      method: undefined,
      pathIncludes: undefined,
    });
  }

  problems(): string[] {
    return this.sent.flatMap(({ method, path, problems }) =>
      (problems ?? []).map((problem) => `${method} ${path}: ${problem}`),
    );
  }

  /** A contact in the books; gives its id. */
  async contact(number = 'con_0001', name = 'Ada Byron'): Promise<string> {
    const [written] = await this.ledger.contacts.create([aContactDraft(number, name)], this.key());
    return accepted(written).targetId;
  }

  /** An approved invoice of 120.00 in the books; gives its id. */
  async invoice(changes: Partial<InvoiceDraft> = {}): Promise<string> {
    const contactTargetId = changes.contactTargetId ?? (await this.contact());
    const draft = anInvoiceDraft({ contactTargetId, ...changes });
    const [written] = await this.ledger.invoices.create([draft], this.key());
    return accepted(written).targetId;
  }

  async #answer(
    request: Request,
    parts: { answer: () => Promise<Response>; contract: XeroContract | undefined },
  ): Promise<Response> {
    const sent = await readRequest(request);
    this.sent.push({ ...sent, ...parts.contract?.check(sent) });
    const scripted = this.scripted.shift();
    return scripted === undefined ? parts.answer() : scripted(request);
  }
}

/** What was written; fails the test with the cause when it was refused. */
export function accepted<T>(written: Written<T> | undefined): T {
  if (written?.ok) return written.value;
  throw new Error(`Refused: ${written?.cause ?? 'no answer for this element'}`);
}

export function aContactDraft(contactNumber = 'con_0001', name = 'Ada Byron'): ContactDraft {
  return {
    contactNumber,
    name,
    emailAddress: 'ada@example.com',
    phoneNumber: '+441632960001',
    taxNumber: 'GB123456789',
    companyNumber: '01234567',
    address: {
      line1: '1 Quay Street',
      line2: 'Dockside',
      city: 'Bristol',
      region: 'Avon',
      postalCode: 'BS1 4DJ',
      country: 'GB',
    },
  };
}

export function anInvoiceDraft(overrides: Partial<InvoiceDraft> = {}): InvoiceDraft {
  return { ...aDocumentDraft(), dueDate: '2026-12-14', ...overrides };
}

export function aCreditNoteDraft(overrides: Partial<CreditNoteDraft> = {}): CreditNoteDraft {
  return { ...aDocumentDraft(), number: 'ACORN-1-CN', reference: 'cred_0001', ...overrides };
}

function aDocumentDraft(): CreditNoteDraft {
  return {
    number: 'ACORN-1',
    reference: 'inv_0001',
    contactTargetId: '00000000-0000-4000-8000-000000000000',
    date: '2026-11-30',
    currency: 'GBP',
    status: 'AUTHORISED',
    lines: [
      {
        description: 'Unit 12, November',
        quantity: 2,
        unitAmountMinor: 6_000,
        accountCode: '200',
        taxType: 'OUTPUT2',
        tracking: { categoryName: 'Location', optionName: 'Acorn Leeds' },
      },
    ],
    totalMinor: 12_000,
    taxMinor: 2_000,
  };
}

async function readRequest(request: Request): Promise<ContractRequest> {
  const { pathname, search } = new URL(request.url);
  const text = await request.clone().text();
  return {
    method: request.method,
    path: pathname.replace('/api.xro/2.0', '') + search,
    headers: Object.fromEntries(request.headers),
    ...(text === '' ? {} : { body: JSON.parse(text) }),
  };
}

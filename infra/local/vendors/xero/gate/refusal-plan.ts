/**
 * Where Xero tells of a refusal. In a good answer: on the element, on the contact or a line inside it, by its status
 * flag alone, or by nothing but an id of zeros. Instead of one, for the whole call: as a validation exception (with the
 * element, or with the contact inside it), as the gateway's problem details, as XML, or as a sentence. All were seen in
 * public reports of its SDKs.
 */
export const refusalForms = [
  'element',
  'contact',
  'line',
  'flag',
  'zero-id',
  'call',
  'call-contact',
  'problem',
  'xml',
  'text',
] as const;
export type RefusalForm = (typeof refusalForms)[number];

/** A refusal to come for certain: of each write, or element of one, whose JSON holds the text. */
export interface ScriptedRefusal {
  readonly form: RefusalForm;
  readonly message: string;
  /** Empty: every one. */
  readonly bodyIncludes: string;
  /** Part of the path, for instance `/Payments`. */
  readonly pathIncludes: string | undefined;
  /** How often; undefined: until it is taken back. */
  readonly count: number | undefined;
}

interface WriteAsked {
  readonly path: string;
  /** JSON of the call or of the element; only made when a refusal is scripted. */
  readonly body: () => string;
}

const elementForms: ReadonlySet<RefusalForm> = new Set([
  'element',
  'contact',
  'line',
  'flag',
  'zero-id',
]);

/** Which writes are refused in words and forms of the real one, whatever the books say. */
export class RefusalPlan {
  #scripted: ScriptedRefusal[] = [];

  /** Adds a refusal for the next matching writes. */
  script(refusal: ScriptedRefusal): void {
    this.#scripted.push(refusal);
  }

  /** Goes back to what the books allow. */
  calm(): void {
    this.#scripted = [];
  }

  /** The refusal of a whole call, if one is due. */
  ofCall(call: WriteAsked): ScriptedRefusal | undefined {
    return this.#take(call, (form) => !elementForms.has(form));
  }

  /** The refusal of one element of a call, if one is due. */
  ofElement(element: WriteAsked): ScriptedRefusal | undefined {
    return this.#take(element, (form) => elementForms.has(form));
  }

  #take(asked: WriteAsked, fits: (form: RefusalForm) => boolean): ScriptedRefusal | undefined {
    const found = this.#scripted.find(
      ({ form, bodyIncludes, pathIncludes }) =>
        fits(form) &&
        asked.path.includes(pathIncludes ?? '') &&
        asked.body().includes(bodyIncludes),
    );
    if (found?.count !== undefined) this.#countDown(found, found.count);
    return found;
  }

  #countDown(used: ScriptedRefusal, count: number): void {
    this.#scripted = this.#scripted.flatMap((each) => {
      if (each !== used) return [each];
      return count > 1 ? [{ ...each, count: count - 1 }] : [];
    });
  }
}

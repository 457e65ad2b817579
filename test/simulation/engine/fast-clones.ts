/**
 * What the fakes and the domain do thousands of times in a run, made cheap: copies of plain data,
 * and formatters of dates and currencies, which take long to build and never change.
 * Returns the way back.
 */
export function makeCheap(): () => void {
  const { structuredClone: clone } = globalThis;
  const { DateTimeFormat, NumberFormat } = Intl;
  globalThis.structuredClone = copyOf as typeof structuredClone;
  Intl.DateTimeFormat = keptByOptions(DateTimeFormat, dateFormats);
  Intl.NumberFormat = keptByOptions(NumberFormat, numberFormats);
  return () => {
    globalThis.structuredClone = clone;
    Intl.DateTimeFormat = DateTimeFormat;
    Intl.NumberFormat = NumberFormat;
  };
}

const dateFormats = new Map<string, object>();
const numberFormats = new Map<string, object>();

/** Plain data only, which is all that our stores hold. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.map(copyOf) : value.slice();
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const part = (value as Record<string, unknown>)[name];
    copy[name] = typeof part === 'object' ? copyOf(part) : part;
  }
  return copy;
}

function keptByOptions<C extends abstract new (...input: never[]) => object>(
  format: C,
  kept: Map<string, object>,
): C {
  return new Proxy(format, {
    construct(target, input, newTarget) {
      const key = JSON.stringify(input);
      const known = kept.get(key) ?? Reflect.construct(target, input, newTarget);
      kept.set(key, known);
      return known;
    },
  });
}

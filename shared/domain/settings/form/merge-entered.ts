import type { Entered } from './entered.ts';

/**
 * What a person entered, on top of what somebody else saved meanwhile: what they did not touch is as it
 * stands by now, what they did is as they want it.
 */
export function mergeEntered(forms: {
  entered: Entered;
  seen: Entered;
  present: Entered;
}): Entered {
  const { entered, seen, present } = forms;
  const names = new Set([...Object.keys(entered), ...Object.keys(seen), ...Object.keys(present)]);
  const merged = [...names].map((name) => {
    const isUntouched = (entered[name] ?? '') === (seen[name] ?? '');
    return [name, isUntouched ? present[name] : entered[name]] as const;
  });
  return Object.fromEntries(
    merged.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

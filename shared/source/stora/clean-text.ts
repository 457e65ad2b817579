/** Text as a person meant it; undefined where there is none. */
export function clean(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

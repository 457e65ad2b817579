/** A message longer than this is a dump, not a sentence; the rest is in Xero's own log. */
const wordingMaxLength = 300;

/** Fields of what we send that tell of a person. */
const personalKeys: ReadonlySet<string> = new Set([
  'Name',
  'FirstName',
  'LastName',
  'EmailAddress',
  'TaxNumber',
  'CompanyNumber',
  'PhoneNumber',
  'AddressLine1',
  'AddressLine2',
  'City',
  'Region',
  'PostalCode',
]);

const emailLike = /[^\s'"<>(),;]+@[^\s'"<>(),;]+/g;
const phoneLike = /\+?\d[\d ()-]{8,}\d/g;
const hidden = '…';

/**
 * Xero's own words for a person, since no cause of ours says them better: without what they repeat of
 * the customer, and without the full stop, as they stand inside a sentence.
 */
export function wordingFor(messages: string[], sent: unknown): string {
  const personal = personalValues(sent).sort((one, other) => other.length - one.length);
  const text = messages.map((message) => message.trim().replace(/\.+$/, '')).join('; ');
  const masked = personal.reduce((rest, value) => hide(rest, value), text);
  const shown = masked.replace(emailLike, hidden).replace(phoneLike, hidden);
  return shown.length > wordingMaxLength ? `${shown.slice(0, wordingMaxLength)}…` : shown;
}

/** Without regard to case: Xero may show a name in its own way. */
function hide(text: string, value: string): string {
  const pattern = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(pattern, 'gi'), hidden);
}

/** One letter would hide half of the wording. */
const personalMinLength = 2;

function personalValues(sent: unknown): string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([key, value]: [string, unknown]) => {
    // The site of a line, which the person needs to know.
    if (key === 'Tracking') return [];
    if (typeof value !== 'string') return personalValues(value);
    const isPersonal = personalKeys.has(key) && value.trim().length >= personalMinLength;
    return isPersonal ? [value.trim()] : [];
  });
}

import type { Account, Property } from '../core/account.ts';
import { dayEpochMs, isoDay, isoTime, timeEpochMs } from '../core/hubspot-dates.ts';
import type { ObjectType } from '../core/object-types.ts';
import { done, invalid, type Outcome, refused } from './refusal.ts';

/** A value that does not fit, in HubSpot's words. */
interface Problem {
  readonly message: string;
  readonly error: string;
}

type Read = { readonly value: string } | Problem;

/** Whose values are asked to be what, and what they are now. */
export interface AskedValues {
  readonly type: ObjectType;
  readonly given: Readonly<Record<string, string>>;
  readonly present: Readonly<Record<string, string>>;
}

/** The values as they are stored, empty ones for what is cleared; or what is wrong with each. */
export function readValues(
  account: Account,
  asked: AskedValues,
): Outcome<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  const problems: (Problem & { readonly name: string })[] = [];
  for (const [name, text] of Object.entries(asked.given)) {
    const read = readOne(account, asked, [name, text]);
    if ('error' in read) problems.push({ ...read, name });
    else values[name] = read.value;
  }
  if (problems.length === 0) return done(values);
  const { hubId } = account.facts;
  const listed = problems.map(({ message, error, name }) => ({
    isValid: false,
    message,
    error,
    name,
    localizedErrorMessage: message,
    portalId: hubId,
  }));
  const details = problems.map(({ message, error, name }) => ({
    message,
    code: error,
    context: { propertyName: [name] },
  }));
  return refused(invalid(`Property values were not valid: ${JSON.stringify(listed)}`, details));
}

function readOne(account: Account, asked: AskedValues, [name, text]: [string, string]): Read {
  const property = account.properties[asked.type].get(name);
  if (property === undefined)
    return { error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
  if (property.isReadOnly)
    return {
      error: 'READ_ONLY_VALUE',
      message: `"${name}" is a read only property; its value cannot be set.`,
    };
  if (text === '') return { value: '' };
  if (name === 'email') return readEmail(text);
  if (name === 'hs_additional_emails') return { value: text.toLowerCase() };
  if (name === 'domain') return { value: text.toLowerCase().replace(/^https?:\/\//, '') };
  if (name === 'dealstage') return readStage(account, asked, text);
  return readers[property.type](text, property);
}

const readers: Readonly<Record<Property['type'], (text: string, property: Property) => Read>> = {
  string: (text) => readText(text),
  phone_number: (text) => readText(text),
  number: (text) =>
    /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text.trim())
      ? { value: text.trim() }
      : { error: 'INVALID_NUMBER', message: `${text} was not a valid number.` },
  date: (text) => readDate(text),
  datetime: (text) => readTime(text),
  enumeration: (text, property) => readOption(text, property),
  bool: (text) =>
    /^(true|false)$/.test(text)
      ? { value: text }
      : {
          error: 'INVALID_OPTION',
          message: `${text} was not one of the allowed options: [true, false]`,
        },
};

const maxText = 65_536;

function readText(text: string): Read {
  return text.length <= maxText
    ? { value: text }
    : {
        error: 'PROPERTY_VALUE_TOO_LONG',
        message: `The value is longer than ${maxText} characters`,
      };
}

function readEmail(text: string): Read {
  const email = text.trim().toLowerCase();
  return /^[^\s@;]+@[^\s@;]+\.[^\s@;.]+$/.test(email)
    ? { value: email }
    : { error: 'INVALID_EMAIL', message: `Email address ${text} is invalid` };
}

// A day, or the milliseconds of its midnight in UTC: seconds of a time of day are the usual mistake.
function readDate(text: string): Read {
  const day = dayEpochMs(text);
  if (day !== undefined) return { value: text };
  const epochMs = timeEpochMs(text);
  if (epochMs === undefined)
    return { error: 'INVALID_DATE', message: `${text} was not a valid date.` };
  const { hours, rest } = timeOfDay(epochMs);
  return epochMs % 86_400_000 === 0
    ? { value: isoDay(epochMs) }
    : { error: 'INVALID_DATE', message: `${epochMs} is at ${hours}:${rest} UTC, not midnight!` };
}

function timeOfDay(epochMs: number): { readonly hours: number; readonly rest: string } {
  const at = new Date(epochMs);
  const rest = [at.getUTCMinutes(), at.getUTCSeconds()].join(':');
  return { hours: at.getUTCHours(), rest: `${rest}.${at.getUTCMilliseconds()}` };
}

function readTime(text: string): Read {
  const epochMs = timeEpochMs(text);
  return epochMs === undefined
    ? { error: 'INVALID_LONG', message: `${text} was not a valid long.` }
    : { value: isoTime(epochMs) };
}

function readOption(text: string, property: Property): Read {
  const known = property.options.map(({ value }) => value);
  const asked = property.fieldType === 'checkbox' ? text.split(';') : [text];
  return asked.every((each) => known.includes(each)) ? { value: text } : notAllowed(text, known);
}

function readStage(account: Account, { given, present }: AskedValues, text: string): Read {
  const pipelineId = given.pipeline || present.pipeline || 'default';
  const pipeline = account.facts.pipelines.find(({ id }) => id === pipelineId);
  const known = (pipeline?.stages ?? []).map(({ id }) => id);
  return known.includes(text) ? { value: text } : notAllowed(text, known);
}

function notAllowed(text: string, known: readonly string[]): Problem {
  const message = `${text} was not one of the allowed options: [${known.join(', ')}]`;
  return { error: 'INVALID_OPTION', message };
}

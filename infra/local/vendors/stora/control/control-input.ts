import { ActionError } from '../billing/action-error.ts';

/** Fields of a form or of a flat JSON body, all as text; lists are comma separated. */
export type ControlInput = ReadonlyMap<string, string>;

/** Reads a form or JSON body. */
export async function readControlInput(request: Request): Promise<ControlInput> {
  const text = await request.text();
  if (text === '') return new Map();
  if (!(request.headers.get('content-type') ?? '').includes('json')) {
    return new Map([...new URLSearchParams(text)].filter(([, value]) => value !== ''));
  }
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) throw new ActionError('send a JSON object');
  return new Map(
    Object.entries(parsed).flatMap(([name, value]: [string, unknown]) =>
      value === null || value === undefined ? [] : [[name, String(value)] as const],
    ),
  );
}

export function readInteger(input: ControlInput, name: string): number | undefined {
  const raw = input.get(name);
  if (raw === undefined) return undefined;
  if (!/^-?\d{1,12}$/.test(raw)) throw new ActionError(`${name} must be a whole number`);
  return Number(raw);
}

export function readRate(input: ControlInput, name: string): number | undefined {
  const raw = input.get(name);
  if (raw === undefined) return undefined;
  const value = Number(raw);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new ActionError(`${name} must be a number from 0`);
}

export function readFlag(input: ControlInput, name: string): boolean | undefined {
  const raw = input.get(name);
  return raw === undefined ? undefined : ['true', 'on', 'yes', '1'].includes(raw);
}

export function requireText(input: ControlInput, name: string): string {
  const value = input.get(name);
  if (value === undefined || value === '') throw new ActionError(`${name} is missing`);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller learns what to send instead.
    throw new ActionError('the body is not JSON');
  }
}

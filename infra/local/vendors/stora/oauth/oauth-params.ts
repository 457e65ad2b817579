import { FrameworkError } from './oauth-answer.ts';

export type OauthParams = ReadonlyMap<string, string>;

/** What a token-like endpoint needs to know of its request. */
export interface OauthRequest {
  readonly params: OauthParams;
  readonly authorization: string;
}

/**
 * Query string, then form or JSON body (the body wins), as Rails merges them. Other content types
 * contribute nothing. Throws 400 for broken JSON and 500 for a nested `scope`, as observed.
 */
export async function readOauthRequest(request: Request): Promise<OauthRequest> {
  const params = new Map(new URL(request.url).searchParams);
  const contentType = request.headers.get('content-type') ?? '';
  const text = await request.text();
  if (contentType.includes('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(text)) params.set(name, value);
  } else if (contentType.includes('application/json') && text.trim() !== '') {
    for (const [name, value] of readJsonParams(text)) params.set(name, value);
  }
  if ([...params.keys()].some((name) => name.startsWith('scope['))) throw new FrameworkError(500);
  return { params, authorization: request.headers.get('authorization') ?? '' };
}

/** A parameter, empty text when absent. */
export function param(request: OauthRequest, name: string): string {
  return request.params.get(name) ?? '';
}

function readJsonParams(text: string): [string, string][] {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [];
  return Object.entries(parsed).flatMap(([name, value]: [string, unknown]) =>
    value === null || value === undefined ? [] : [[name, readJsonValue(name, value)]],
  );
}

function readJsonValue(name: string, value: unknown): string {
  const isNested = typeof value === 'object' && !Array.isArray(value);
  if (isNested && name === 'scope') throw new FrameworkError(500);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Broken JSON never reaches the OAuth code: the framework answers 400.
    throw new FrameworkError(400);
  }
}

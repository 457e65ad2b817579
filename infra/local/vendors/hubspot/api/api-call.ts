import type { Account } from '../core/account.ts';
import { type ObjectType, objectTypeOf } from '../core/object-types.ts';
import type { Behaviour } from '../core/world.ts';
import type { Scene } from '../crm/records.ts';
import type { ApiAnswer } from './answers.ts';

/** One admitted call. */
export interface ApiCall {
  readonly account: Account;
  readonly url: URL;
  readonly body: string;
  /** Values of the path's placeholders after the version, in order. */
  readonly parameters: readonly string[];
  readonly nowEpochMs: number;
  readonly uuid: () => string;
  readonly appId: number;
  readonly behaviour: Behaviour;
  /** Takes the app away from the account. */
  readonly uninstall: () => void;
  /** A fault: one input of a batch fails, the others do not. */
  readonly failsOne: boolean;
}

export interface ApiRoute {
  readonly method: string;
  /** With `:` placeholders; the first of them is the version. */
  readonly path: string;
  /** Any one of them allows the call; empty: every token does. */
  readonly scopes: (type: ObjectType) => readonly string[];
  readonly isSearch?: boolean;
  /** Synchronous, so that a call is atomic. */
  readonly handle: (call: ApiCall) => ApiAnswer;
}

/** The kind that the call's first placeholder names; the gate lets no other through. */
export function typeOf(call: ApiCall, at = 0): ObjectType {
  const type = objectTypeOf(call.parameters[at] ?? '');
  if (type === undefined) throw new Error('The gate lets only known kinds through.');
  return type;
}

/** Changes of a call are the app's. */
export function sceneOf(call: ApiCall): Scene {
  return {
    account: call.account,
    nowEpochMs: call.nowEpochMs,
    source: 'INTEGRATION',
    sourceId: String(call.appId),
  };
}

/** The values of a query parameter that may be repeated or hold commas. */
export function listParameter(call: ApiCall, name: string): readonly string[] {
  return call.url.searchParams
    .getAll(name)
    .flatMap((each) => each.split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Reads, or reads and writes, of records of a kind. */
export function objectScopes(access: 'read' | 'write'): ApiRoute['scopes'] {
  return (type) => [`crm.objects.${plurals[type]}.${access}`];
}

/** Reads and writes of what properties there are. */
export function schemaScopes(access: 'read' | 'write'): ApiRoute['scopes'] {
  return (type) => [
    `crm.schemas.${plurals[type]}.${access}`,
    ...(access === 'read' ? [`crm.objects.${plurals[type]}.read`] : []),
  ];
}

const plurals: Readonly<Record<ObjectType, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
};

import type { ObjectType } from '../core/object-types.ts';

export interface ErrorDetail {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** Why something is not done, as HubSpot's error bodies put it. */
export interface Refusal {
  readonly status: number;
  readonly category: string;
  readonly message: string;
  readonly subCategory?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly errors?: readonly ErrorDetail[];
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** 400 of the category that most refusals have. */
export function invalid(message: string, errors?: readonly ErrorDetail[]): Refusal {
  const about = { status: 400, category: 'VALIDATION_ERROR', message };
  return errors === undefined ? about : { ...about, errors };
}

export const notFound: Refusal = {
  status: 404,
  category: 'OBJECT_NOT_FOUND',
  message: 'resource not found',
};

/** The words in which the reports of existing contacts stand. */
export function alreadyExists(type: ObjectType, id: string): Refusal {
  const name = type.charAt(0).toUpperCase() + type.slice(1);
  const message = `${name} already exists. Existing ID: ${id}`;
  return { status: 409, category: 'CONFLICT', message };
}

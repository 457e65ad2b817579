import { nameOfMonth } from './month-view.ts';

/** "November 2026" of `2026-11`. */
export function monthWords(month: string): string {
  return `${nameOfMonth(month)} ${month.slice(0, 4)}`;
}

/** "Nov 2026": for lists of several. */
export function shortMonth(month: string): string {
  return `${nameOfMonth(month).slice(0, 3)} ${month.slice(0, 4)}`;
}

/** The month that a text names; undefined: it is none. */
export function monthNamed(text: string): string | undefined {
  return /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text) ? text : undefined;
}

import * as z from 'zod/mini';
import { jsonText } from './json-text.ts';

/** Companies that a target's events are about; what else the events say is not believed. */
export function toldAccounts(list: string, account: string) {
  const event = z.pipe(
    z.looseObject({ [account]: z.string().check(z.minLength(1), z.maxLength(100)) }),
    z.transform((told) => String(told[account])),
  );
  const body = z.pipe(
    z.looseObject({ [list]: z.array(event) }),
    z.transform((told) => z.array(z.string()).parse(told[list])),
  );
  return jsonText(body);
}

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Target, target } from '../../shared/contracts/ids.ts';
import { changesQueueMessageFor } from '../../shared/contracts/messages.ts';
import { aChangeMessage } from '../builders/a-change-message.ts';

/** What asks for changes that stand aside. */
const asks = { schemaVersion: 1, operatorId: 'acorn', target: 'xero', asks: 'aside' } as const;

describe('the changes that the worker of a target takes', () => {
  it.each(target.options)('are those for %s', (own) => {
    const schema = changesQueueMessageFor(own);
    const taken = z.safeParse(schema, { ...aChangeMessage(), target: own });
    const asked = z.safeParse(schema, { ...asks, target: own });

    expect([taken.success, asked.success]).toEqual([true, true]);
  });

  it('are none for another target, which wait on the queue they were put on by mistake', () => {
    const another = 'another' as Target;

    expect(z.safeParse(changesQueueMessageFor(another), aChangeMessage()).success).toBe(false);
    expect(z.safeParse(changesQueueMessageFor(another), asks).success).toBe(false);
  });

  it('carry nothing that this version does not know', () => {
    for (const message of [aChangeMessage(), asks]) {
      const strange = { ...message, surprise: true };
      expect(z.safeParse(changesQueueMessageFor('xero'), strange).success).toBe(false);
    }
  });
});

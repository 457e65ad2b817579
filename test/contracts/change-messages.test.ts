import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Target, target } from '../../shared/contracts/ids.ts';
import { changeMessageFor } from '../../shared/contracts/messages.ts';
import { aChangeMessage } from '../builders/a-change-message.ts';

describe('the changes that the worker of a target takes', () => {
  it.each(target.options)('are those for %s', (own) => {
    const taken = z.safeParse(changeMessageFor(own), { ...aChangeMessage(), target: own });

    expect(taken.success).toBe(true);
  });

  it('are none for another target, which wait on the queue they were put on by mistake', () => {
    const another = 'another' as Target;

    expect(z.safeParse(changeMessageFor(another), aChangeMessage()).success).toBe(false);
  });

  it('carry nothing that this version does not know', () => {
    const message = { ...aChangeMessage(), surprise: true };

    expect(z.safeParse(changeMessageFor('xero'), message).success).toBe(false);
  });
});

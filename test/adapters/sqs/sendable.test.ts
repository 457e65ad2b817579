import { describe, expect, it } from 'vitest';
import { sendable } from '../../../shared/adapters/sqs/fifo-queue.ts';

describe('sendable', () => {
  it('escapes the two characters that SQS refuses, and means the same', () => {
    const record = { name: 'a\uFFFEb\uFFFFc', other: 'é\u{1F511}' };

    const body = sendable(JSON.stringify(record));

    expect(body).not.toMatch(/[\uFFFE\uFFFF]/);
    expect(JSON.parse(body)).toEqual(record);
  });

  it('leaves every other text as it is', () => {
    const body = JSON.stringify({ name: 'Zoë\n\u{10FFFD}\uFFFD' });

    expect(sendable(body)).toBe(body);
  });
});

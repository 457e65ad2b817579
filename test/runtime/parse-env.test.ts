import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';

const schema = z.object({
  TABLE_NAME: z.string(),
  LIMITS: jsonText(z.object({ perMinute: z.int() })),
});

describe('parseEnv', () => {
  it('reads plain and structured values', () => {
    expect(parseEnv(schema, { TABLE_NAME: 't', LIMITS: '{"perMinute":60}', OTHER: 'x' })).toEqual({
      TABLE_NAME: 't',
      LIMITS: { perMinute: 60 },
    });
  });

  it('names everything that is wrong at once', () => {
    const parse = () => parseEnv(schema, { LIMITS: '{"perMinute":"many"}' });

    expect(parse).toThrow(/TABLE_NAME: .*LIMITS\.perMinute: /);
    expect(parse).toThrow('The environment of this function is not usable.');
  });

  it('names text that is no JSON', () => {
    expect(() => parseEnv(schema, { TABLE_NAME: 't', LIMITS: '{' })).toThrow(
      'LIMITS: Not valid JSON.',
    );
  });

  it('repeats no value, which may be a secret', () => {
    const parse = () => parseEnv(schema, { TABLE_NAME: 't', LIMITS: '{"perMinute":"s3cret"}' });

    expect(parse).toThrow(/^(?!.*s3cret)/);
  });
});

import { describe, expect, it } from 'vitest';
import { parseBenchOptions } from './bench-options.ts';

describe('the options of the bench', () => {
  it('measure everything with the usual counts when nothing is said', () => {
    expect(parseBenchOptions([])).toEqual({
      parts: [
        'calls',
        'import',
        'idle',
        'scale',
        'events',
        'webhooks',
        'pacing',
        'backfill',
        'year',
      ],
      invoices: 200,
      deliveries: 500,
      imports: 15,
      seeds: 20,
      isQuick: false,
      hasNotes: false,
      documents: 6_000,
      days: 365,
      isPlanted: true,
      exportTo: undefined,
      sections: ['solo', 'otherCaps', 'foreign', 'backfill'],
      rounds: 5,
      of: undefined,
      isKept: false,
      jsonFile: undefined,
    });
  });

  it('take one part, a count and a file', () => {
    const args = ['events', '--invoices', '50', '--json-file', 'bench.json'];

    expect(parseBenchOptions(args)).toMatchObject({
      parts: ['events'],
      invoices: 50,
      jsonFile: 'bench.json',
    });
  });

  it('take history notes for the backfill', () => {
    expect(parseBenchOptions(['backfill', '--notes'])).toMatchObject({ hasNotes: true });
  });

  it('take a small year and a folder for its journals', () => {
    const size = ['--documents', '600', '--days', '60'];
    const args = ['year', ...size, '--unplanted', '--export', 'journals'];

    expect(parseBenchOptions(args)).toMatchObject({
      isPlanted: false,
      parts: ['year'],
      documents: 600,
      days: 60,
      exportTo: 'journals',
    });
  });

  it('take a quick look at the pacing with few seeds', () => {
    const args = ['pacing', '--quick', '--seeds', '2', '--section', 'solo', '--section', 'foreign'];

    expect(parseBenchOptions(args)).toMatchObject({
      parts: ['pacing'],
      seeds: 2,
      isQuick: true,
      sections: ['solo', 'foreign'],
    });
  });

  it('count the calls of an earlier commit, without paired rounds', () => {
    const args = ['calls', '--of', '06999a4', '--rounds', '0'];

    expect(parseBenchOptions(args)).toMatchObject({ parts: ['calls'], of: '06999a4', rounds: 0 });
  });

  it.each([
    [
      'speed',
      'There is no part "speed". Use one of: calls, import, idle, scale, events, webhooks, pacing, backfill, year.',
    ],
    ['--section=all', 'There is no section "all". Use one of: solo, otherCaps, foreign, backfill.'],
    ['--deliveries=20', '--deliveries takes a whole number from 300 to 5000, not "20".'],
    ['--invoices=many', '--invoices takes a whole number from 1 to 2000, not "many".'],
  ])('refuse %s and say what is allowed', (arg, message) => {
    expect(() => parseBenchOptions([arg])).toThrow(message);
  });
});

import { describe, expect, it } from 'vitest';
import { raisedSince } from '../../../shared/application/connect/raised-today.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import type { Source } from '../../../shared/ports/source.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';

function ask(listDocuments: () => Promise<{ total: number | undefined }>) {
  const clock = new FakeClock();
  const source = { listDocuments } as unknown as Source;
  const deps = {
    ...{ clock, pacer: new RecordingPacer(), log: new RecordingLog() },
    sourceFor: () => source,
  };
  return { clock, raised: raisedSince(deps) };
}

describe('how many invoices were raised today', () => {
  it('is asked once a minute at most', async () => {
    let asked = 0;
    const { clock, raised } = ask(async () => {
      asked += 1;
      return { total: 200 + asked };
    });

    expect(await raised('acorn', 0)).toBe(201);
    expect(await raised('acorn', 0)).toBe(201);
    clock.advance(60_000);
    expect(await raised('acorn', 0)).toBe(202);
    expect(await raised('harbour', 0)).toBe(203);
  });

  it('is not known while the source has no place for the call', async () => {
    const { raised } = ask(() => Promise.reject(new DeferredError('pace', 30)));

    expect(await raised('acorn', 0)).toBeUndefined();
  });

  it('lets through what nobody foresaw', async () => {
    const { raised } = ask(() => Promise.reject(new Error('unforeseen')));

    await expect(raised('acorn', 0)).rejects.toThrow('unforeseen');
  });
});

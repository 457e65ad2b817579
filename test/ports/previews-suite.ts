import { describe, expect, it } from 'vitest';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Previews } from '../../shared/ports/previews.ts';
import { aPreview, aPreviewedDocument } from '../builders/a-preview.ts';
import { anOperatorId } from '../builders/an-operator.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

export function previewsSuite(open: (clock: Clock) => Promise<Previews>): void {
  describe('previews', () => {
    it('keeps the last one of each purpose until its end', async () => {
      const clock = new FakeClock();
      const previews = await open(clock);
      const untilEpochMs = clock.nowEpochMs() + 60_000;
      await previews.put(aPreview({ from: '2026-01-01' }), untilEpochMs);
      await previews.put(aPreview(), untilEpochMs);
      await previews.put(aPreview({ purpose: 'adoption', isCut: true }), untilEpochMs);

      expect(await previews.get(anOperatorId, 'xero', 'preview')).toEqual(aPreview());
      expect(await previews.get(anOperatorId, 'xero', 'adoption')).toMatchObject({ isCut: true });
      expect(await previews.get('other', 'xero', 'preview')).toBeUndefined();
      clock.advance(60_000);
      expect(await previews.get(anOperatorId, 'xero', 'preview')).toBeUndefined();
    });

    it('keeps as many documents as are ever looked at', async () => {
      const clock = new FakeClock();
      const previews = await open(clock);
      const documents = Array.from({ length: 2_000 }, (_, at) =>
        aPreviewedDocument({ sourceId: `inv_${at}`, customer: `Customer ${(at * 7919) % 2_000}` }),
      );

      await previews.put(aPreview({ documents }), clock.nowEpochMs() + 60_000);

      const read = await previews.get(anOperatorId, 'xero', 'preview');
      expect(read?.documents).toHaveLength(2_000);
    });
  });
}

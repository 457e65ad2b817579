import { describe, expect, it } from 'vitest';
import { sendRecordAgain } from '../../../shared/application/explain/send-record-again.ts';
import { storyOf } from '../../../shared/domain/explain/story.ts';
import { aLink } from '../../builders/a-link.ts';
import { explainWorld, raise } from './explain-world.ts';

describe('why an invoice is, or is not, in the books', () => {
  it('is told in one sentence where both sides say the same, by number and by id', async () => {
    const { pipeline, why, explain } = await explainWorld();
    const { id, number } = await raise(pipeline);
    await pipeline.settle();

    expect(await why(number.toLowerCase())).toEqual({
      tone: 'ok',
      sentence: `Invoice ${number} is in Xero, and both sides say the same.`,
      remedy: 'Nothing has to be done.',
    });
    expect(await why(id)).toEqual(await why(number));
    expect(storyOf(await explain(id)).map(({ words }) => words)).toEqual([
      'Raised in Stora over £243.36.',
      'The state of this moment is what Xero has.',
      'Call to Xero (tracking option for its site created): done.',
      `Invoice ${number} in Xero: created, note added.`,
      `Invoice ${number}: note written to Stora.`,
    ]);
  });

  it('names the cause and the remedy of what waits for a person', async () => {
    const { pipeline, why } = await explainWorld();
    await pipeline.pressXero('archive-account', { code: '200' });
    const { number } = await raise(pipeline);
    await pipeline.settle();

    const answer = await why(number);

    expect(answer.sentence).toBe(`Invoice ${number} is not in Xero: the account 200 is archived.`);
    expect(answer).toMatchObject({ tone: 'warn', by: 'issue' });
    expect(answer.remedy).toContain('Restore the account in Xero');
  });

  it('finds what no webhook told of, by its number, and brings it over when asked', async () => {
    const { pipeline, why, deps } = await explainWorld();
    const { id, number } = await raise(pipeline);

    expect((await why(number)).sentence).toBe(
      `Invoice ${number} is not in Xero because Stora has not told us of it, or its message is still on its way.`,
    );

    const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice', sourceId: id } as const;
    expect(await sendRecordAgain(deps, key, 'operator')).toBe('queued');
    await pipeline.apply(pipeline.changes.messages());
    expect((await why(number)).tone).toBe('ok');
    const { type, actor } =
      pipeline.stores.activities.all().find((one) => one.type === 'record.asked') ?? {};
    expect({ type, actor }).toEqual({ type: 'record.asked', actor: 'operator' });
  });

  it('brings what is missing of a state that was brought before', async () => {
    const { pipeline, deps } = await explainWorld();
    const { id } = await raise(pipeline);
    const settings = await pipeline.stores.settings.get('acorn', 'xero');
    if (settings === undefined) throw new Error('There are no settings.');
    await pipeline.stores.settings.put({ ...settings, postPayments: false });
    await pipeline.press('pay', { invoiceId: id });
    await pipeline.settle();
    expect((await pipeline.xeroState()).payments).toEqual([]);
    await pipeline.stores.settings.put({ ...settings, postPayments: true });

    const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice', sourceId: id } as const;
    await sendRecordAgain(deps, key, 'operator');
    await pipeline.apply(pipeline.changes.messages());

    expect((await pipeline.xeroState()).payments).toHaveLength(1);
  });

  it('posts nothing twice and writes over nothing, however often it is sent again', async () => {
    const { pipeline, why, deps } = await explainWorld();
    const { id, number } = await raise(pipeline);
    await pipeline.settle();
    await pipeline.pressXero('edit-invoice', { number, amount: '1.00' });
    const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice', sourceId: id } as const;

    await sendRecordAgain(deps, key, 'operator');
    await sendRecordAgain(deps, key, 'operator');
    await pipeline.settle();

    const { invoices } = await pipeline.xeroState();
    expect(invoices).toHaveLength(1);
    expect(invoices[0].total).not.toBe('243.36');
    expect((await why(number)).sentence).toBe(
      `Invoice ${number} is in Xero, and somebody changed it there.`,
    );
  });

  it('finds by its number in the books what we have lost, and says so', async () => {
    const { pipeline, why } = await explainWorld();
    const { number } = await raise(pipeline);
    await pipeline.settle();
    pipeline.stores.links.wipe();

    expect((await why(number)).sentence).toBe(
      `Invoice ${number} is in Xero, but our link to it is lost.`,
    );
  });

  it('does not take the books of a former organisation for these', async () => {
    const { pipeline, why } = await explainWorld();
    const { id, number } = await raise(pipeline);
    const posted = { accountId: 'former-organisation', targetId: 'there', operatorId: 'acorn' };
    pipeline.stores.links.seed(aLink({ ...posted, sourceId: id, revision: 1 }));

    expect((await why(id)).sentence).toBe(
      `Invoice ${number} is not in Xero because it is in the books of an organisation that was connected before.`,
    );
  });

  it('reads a bounded part of the activities, and says from when on it is whole', async () => {
    const { pipeline, explain } = await explainWorld();
    const { id } = await raise(pipeline);
    await pipeline.settle();
    await pipeline.stores.activities.appendAll(
      Array.from({ length: 1_200 }, (_, n) => ({
        operatorId: 'acorn',
        activityId: `visit-${n}`,
        at: new Date(pipeline.clock.nowEpochMs() + n * 1_000).toISOString(),
        type: 'visit.started',
        actor: 'operator',
        detail: {},
      })),
    );

    const facts = await explain(id);

    expect(facts.toldBackTo).toBeDefined();
    expect(storyOf(facts).map(({ words }) => words)).toContain(
      `Invoice ${facts.row?.number} in Xero: created, note added.`,
    );
  });

  it('finds nothing where nothing is called so, and asks neither side for a name', async () => {
    const { pipeline, find } = await explainWorld();
    const before = pipeline.calls.length;

    expect(await find('Amelia Smith')).toEqual([]);
    expect(await find(' ')).toEqual([]);
    expect(pipeline.calls).toHaveLength(before);
    expect(await find('ABC-361')).toEqual([]);
  });
});

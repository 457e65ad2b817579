import { beforeEach, describe, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let saves: number;
beforeEach(async () => {
  pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const { links } = pipeline.stores;
  const save = links.save.bind(links);
  saves = 0;
  links.save = async (link) => {
    saves += 1;
    return save(link);
  };
});

const contactLink = () => {
  const link = pipeline.stores.links.all().find(({ kind }) => kind === 'contact');
  if (link === undefined) throw new Error('There is no contact.');
  return link;
};

/** Delivers what is due, and works the changes that are new since. */
async function next() {
  const before = pipeline.changes.messages().length;
  await pipeline.deliver();
  const messages = pipeline.changes.messages().slice(before);
  return { messages, results: await pipeline.apply(messages) };
}

describe('the echo of our own metadata', () => {
  it('is no news, since the answer to the patch said the same: nothing is saved', async () => {
    const { updated_at: updatedAt } = (await pipeline.storaState()).contacts.find(
      ({ id }: { id: string }) => id === contactLink().sourceId,
    );
    expect(contactLink()).toMatchObject({ owed: [], version: { at: updatedAt } });

    const { messages, results } = await next();

    expect(messages).toMatchObject([{ eventType: 'contact.updated', kind: 'contact' }]);
    expect(results).toMatchObject([{ outcome: { kind: 'skipped', reason: 'duplicate' } }]);
    expect(saves).toBe(0);
  });

  it('leaves what was changed before it out of date, however late that arrives', async () => {
    await next();
    const { sourceId } = contactLink();
    await pipeline.press('update-contact', { contactId: sourceId, email: 'grace@example.com' });
    const { results } = await next();

    expect(results).toMatchObject([{ outcome: { kind: 'applied' } }]);
    const { contacts } = await pipeline.xeroState();
    expect(contacts).toMatchObject([{ emailAddress: 'grace@example.com' }]);
  });
});

describe('an answer to the patch that shows a change of which no event was worked yet', () => {
  it('is not taken for the state that stands: the event is news', async () => {
    const { links } = pipeline.stores;
    const link = contactLink();
    links.seed({ ...link, owed: [{ what: 'metadata' }] });
    await pipeline.press('update-contact', { contactId: link.sourceId, email: 'ada@example.com' });
    const { operatorId, target, kind, sourceId } = link;
    await pipeline.writeBack([{ schemaVersion: 1, operatorId, target, kind, sourceId, epoch: 1 }]);
    expect(contactLink()).toMatchObject({ owed: [], version: link.version });

    await next();

    const { contacts } = await pipeline.xeroState();
    expect(contacts).toMatchObject([{ emailAddress: 'ada@example.com' }]);
  });
});

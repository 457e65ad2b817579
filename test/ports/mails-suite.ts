import { beforeEach, expect, it } from 'vitest';
import type { ComposedMail } from '../../shared/domain/mail/composed-mail.ts';
import type { Mails } from '../../shared/ports/mails.ts';

const mail: ComposedMail = {
  to: 'owner@acorn.test',
  kind: 'digest',
  subject: 'Acorn: 2 records need you',
  text: 'As text, £5',
  html: '<p>As HTML, £5</p>',
  unsubscribeUrl: 'https://portal.test/unsubscribe/t',
};

/** What every sender of mails does; `arrived` shows what was taken. */
export function mailsSuite(
  make: () => Promise<{
    mails: Mails;
    arrived(): Promise<Array<{ to: string; subject: string; text: string; html: string }>>;
  }>,
): void {
  let parts: Awaited<ReturnType<typeof make>>;
  beforeEach(async () => {
    parts = await make();
  });

  it('sends a mail as text and as HTML', async () => {
    expect(await parts.mails.send(mail)).toEqual({ kind: 'sent' });

    const { to, subject, text, html } = mail;
    expect(await parts.arrived()).toMatchObject([{ to, subject, text, html }]);
  });

  it('tells a refusal of the moment from one for good, and sends neither', async () => {
    const later = await parts.mails.send({ ...mail, to: 'a@throttled.test' });
    const never = await parts.mails.send({ ...mail, to: 'a@refused.test' });

    expect(later).toEqual({ kind: 'later', reason: 'TooManyRequestsException' });
    expect(never).toEqual({ kind: 'refused', reason: 'MessageRejected' });
    expect(await parts.arrived()).toEqual([]);
  });
}

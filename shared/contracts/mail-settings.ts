import * as z from 'zod/mini';
import { emailAddress } from './people-item.ts';

/** How a stage writes to people, and whom they may ask. */
export const mailSettings = z.strictObject({
  /** Address that mails come from, an identity of SES that is verified; absent: no mail is sent. */
  sender: z.optional(emailAddress),
  /** How the sender is called beside the address. */
  senderName: z._default(z.string().check(z.regex(/^[\w .,&'-]{1,60}$/)), 'Rollerdoor'),
  /** Whom an operator may ask; stands below every page and every mail. */
  contact: z.optional(
    z.strictObject({
      name: z.string().check(z.minLength(1), z.maxLength(80)),
      /** `mailto:` or an address of a page. */
      href: z.string().check(z.regex(/^(?:mailto:[^\s]+@[^\s]+|https:\/\/[^\s]+)$/)),
    }),
  ),
});
export type MailSettings = z.infer<typeof mailSettings>;

import * as z from 'zod/mini';
import { messagesIn } from './xero-refusal.ts';

/** The title above the messages that matter; says nothing itself. */
const generic = /^a validation exception occurred$/i;

/** Both of Xero's ways to describe a failed call: its own, and the problem details of its gateway. */
const failureBody = z.looseObject({
  Message: z.nullish(z.string()),
  Detail: z.nullish(z.string()),
  detail: z.nullish(z.string()),
  Title: z.nullish(z.string()),
  title: z.nullish(z.string()),
});

/** So much of a body that is plain text can be a sentence for a person. */
const plainTextMaxLength = 300;

/**
 * What the body of a refused call says: `ValidationErrors` at any depth, else the call's own message,
 * also where it is XML or one plain sentence. Empty when it says nothing.
 */
export function messagesOfFailure(text: string): string[] {
  const body = parseJson(text);
  if (body === undefined) return messagesOfText(text);
  const messages = messagesIn(body).filter((message) => !generic.test(message));
  return messages.length > 0 ? messages : ownMessage(body);
}

function ownMessage(body: unknown): string[] {
  const parsed = failureBody.safeParse(body);
  if (!parsed.success) return [];
  const { Message, Detail, detail, Title, title } = parsed.data;
  const said = [Message, Detail, detail, Title, title].find(
    (one) => typeof one === 'string' && one.trim() !== '' && !generic.test(one),
  );
  return typeof said === 'string' ? [said] : [];
}

/** Notes on what was taken all the same; inside them stands a message, too. */
const xmlWarnings = /<Warnings>.*?<\/Warnings>/gs;

function messagesOfText(text: string): string[] {
  const errors = text.replace(xmlWarnings, '');
  const xml = [...errors.matchAll(/<Message>([^<]+)<\/Message>/g)].flatMap(
    ([, said]) => said ?? [],
  );
  if (xml.length > 0) return xml.map(unescaped).filter((message) => !generic.test(message));
  const plain = text.trim();
  const isSentence = plain !== '' && plain.length <= plainTextMaxLength && !/[<>{}[\]]/.test(plain);
  return isSentence ? [plain] : [];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,6}|x[\da-f]{1,5}));/gi,
    (_all, name: string | undefined, code: string) =>
      name === undefined
        ? String.fromCodePoint(Number(code.replace(/^x/i, '0x')))
        : (entities[name.toLowerCase()] ?? ''),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: read as XML or as plain text.
    return undefined;
  }
}

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

function messagesOfText(text: string): string[] {
  const xml = [...text.matchAll(/<Message>([^<]+)<\/Message>/g)].flatMap(([, said]) => said ?? []);
  if (xml.length > 0) return xml.map(unescaped).filter((message) => !generic.test(message));
  const plain = text.trim();
  const isSentence = plain !== '' && plain.length <= plainTextMaxLength && !/[<>{}[\]]/.test(plain);
  return isSentence ? [plain] : [];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|apos|#39);/g,
    (_all, name: string) => entities[name] ?? "'",
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

import { createHash } from 'node:crypto';
import type { MessageAttribute } from './stored-message.ts';

/** The MD5 that the SDK compares with its own digest of the body. */
export function digestBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * The MD5 of attributes, or nothing for none.
 * Source: Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
 */
export function digestAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute) hash.update(encodeAttribute(name, attribute));
  }
  return hash.digest('hex');
}

function encodeAttribute(name: string, attribute: MessageAttribute): Buffer {
  const isBinary = attribute.DataType.startsWith('Binary');
  const value = isBinary
    ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
    : Buffer.from(attribute.StringValue ?? '');
  return Buffer.concat([
    withLength(Buffer.from(name)),
    withLength(Buffer.from(attribute.DataType)),
    Buffer.from([isBinary ? 2 : 1]),
    withLength(value),
  ]);
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

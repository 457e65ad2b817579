import { describe, expect, it } from 'vitest';
import { changesQueueOutput, idPart } from '../../infra/resource-names.ts';

describe('names of resources', () => {
  it.each([
    ['xero', 'Xero'],
    ['my-books', 'MyBooks'],
  ])('carry the target "%s" as "%s"', (target, part) => {
    expect(idPart(target)).toBe(part);
    expect(changesQueueOutput(target)).toBe(`Changes${part}QueueUrl`);
  });
});

import { describe, expect, it } from 'vitest';
import { readChangesQueueUrls } from '../../../infra/cli/changes-queue-urls.ts';

const url = 'https://sqs.eu-west-1.amazonaws.com/1/changes-xero.fifo';

describe('the addresses of the queues of changes', () => {
  it.each([
    [url, { xero: url }],
    [`xero=${url}`, { xero: url }],
    ['', {}],
  ])('are read from "%s"', (text, urls) => {
    expect(readChangesQueueUrls(text)).toEqual(urls);
  });

  it('are refused for a target that there is not', () => {
    expect(() => readChangesQueueUrls(`ledgerly=${url}`)).toThrow(
      'There is no target "ledgerly". There are: xero.',
    );
  });
});

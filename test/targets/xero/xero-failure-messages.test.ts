import { describe, expect, it } from 'vitest';
import { messagesOfFailure } from '../../../shared/targets/xero/xero-failure-messages.ts';

const title = '<Message>A validation exception occurred</Message>';

function xml(elements: string): string {
  return `<ApiException><ErrorNumber>10</ErrorNumber>${title}<Elements>${elements}</Elements></ApiException>`;
}

function errors(...messages: string[]): string {
  const inner = messages.map(
    (one) => `<ValidationError><Message>${one}</Message></ValidationError>`,
  );
  return `<ValidationErrors>${inner.join('\n')}</ValidationErrors>`;
}

describe('messagesOfFailure', () => {
  it('reads all messages of an answer in XML, from every element and depth', () => {
    const contact = `<Contact>${errors('Three')}</Contact>`;
    const text = xml(`<DataContractBase>${errors('One', 'Two')}${contact}</DataContractBase>`);

    expect(messagesOfFailure(text)).toEqual(['One', 'Two', 'Three']);
  });

  it('does not take a warning for the reason of a refusal', () => {
    const warnings =
      '<Warnings>\n<Warning><Message>Account is old</Message></Warning>\n</Warnings>';
    const text = xml(
      `<DataContractBase>${warnings}${errors('One')}<Warnings /></DataContractBase>`,
    );

    expect(messagesOfFailure(text)).toEqual(['One']);
    const Warnings = [{ Message: 'Account is old' }];
    const body = { Elements: [{ Warnings, ValidationErrors: [{ Message: 'One' }] }] };
    expect(messagesOfFailure(JSON.stringify(body))).toEqual(['One']);
  });

  it('reads the signs that XML escapes, by name and by number', () => {
    const text = xml(errors('Account &#39;200&#x27; &amp; &quot;Tax&quot; &lt; &#163;1'));

    expect(messagesOfFailure(text)).toEqual(['Account \'200\' & "Tax" < £1']);
  });
});

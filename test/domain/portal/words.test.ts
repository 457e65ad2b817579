import { describe, expect, it } from 'vitest';
import { describeActivity } from '../../../shared/domain/portal/activity-words.ts';
import {
  type AuthorizationProblem,
  problemWords,
} from '../../../shared/domain/portal/authorization-result.ts';
import {
  bytesOfHex,
  decodeBase64Url,
  encodeBase64Url,
} from '../../../shared/domain/portal/base64-url.ts';
import { describeScopes } from '../../../shared/domain/portal/scope-words.ts';

describe('describeScopes', () => {
  it('groups the scopes of Stora by what they allow', () => {
    const words = describeScopes(
      'public.contact:read public.contact:write public.credit_note:read',
      'stora',
    );

    expect(words).toEqual(['read contacts and credit notes', 'write contacts']);
  });

  it('says what the scopes of Xero allow and leaves the technical ones out', () => {
    const scopes = 'openid offline_access accounting.contacts accounting.news';
    const words = describeScopes(scopes, 'xero');

    expect(words).toEqual(['read and write contacts', 'accounting.news']);
  });

  it('says nothing of nothing', () => {
    expect(describeScopes('', 'xero')).toEqual([]);
  });
});

describe('describeActivity', () => {
  it('names the provider and the company of a connection', () => {
    const detail = { provider: 'xero', accountName: 'Harbour Ltd', epoch: 1 };

    expect(describeActivity({ type: 'connection.connected', detail })).toBe(
      'Xero connected (Harbour Ltd).',
    );
  });

  it('makes a sentence of a kind it does not know', () => {
    const detail = { number: 'INV-1', target: 'xero' };

    expect(describeActivity({ type: 'document.posted', detail })).toBe('Document posted: INV-1.');
  });
});

describe('problemWords', () => {
  const problems: Record<AuthorizationProblem, true> = {
    unknown_provider: true,
    state_missing: true,
    used_or_unknown: true,
    expired: true,
    wrong_provider: true,
    wrong_browser: true,
    operator_removed: true,
    denied: true,
    provider_error: true,
    scopes_refused: true,
    code_missing: true,
    code_refused: true,
    our_fault: true,
    provider_unavailable: true,
    no_account: true,
    choice_over: true,
  };

  it.each(Object.keys(problems) as AuthorizationProblem[])(
    'says what happened and what to do about %s',
    (problem) => {
      const words = problemWords(problem, 'xero');

      expect(words.title).not.toBe('');
      expect(words.message).toMatch(/press|try|open|finish|tell/i);
      expect(words.title + words.message).not.toContain('{');
    },
  );
});

describe('base64 url', () => {
  it('encodes and decodes every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

    expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    expect(bytesOfHex('00ff10')).toEqual(Uint8Array.of(0, 255, 16));
  });

  it.each(['a', 'a+b/', 'a=', 'ä'])('refuses %s', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });
});

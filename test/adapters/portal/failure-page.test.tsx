import { describe, expect, it } from 'vitest';
import { failurePage } from '../../../shared/adapters/portal/failure-page.tsx';

describe('failurePage', () => {
  it('says the request’s id and nothing of the reason', async () => {
    const response = await failurePage('request-1', []);

    expect(response.status).toBe(500);
    expect(await response.text()).toContain('request-1');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

import type { Provider } from '../../contracts/ids.ts';

/** How people call the systems we connect. */
export const providerNames: Record<Provider, string> = { stora: 'Stora', xero: 'Xero' };

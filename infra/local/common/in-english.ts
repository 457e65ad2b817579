import en from 'zod/v4/locales/en.js';

/** For what a person reads of a schema's problems; without a language the library names nothing that would fit. */
export const inEnglish = { error: en().localeError };

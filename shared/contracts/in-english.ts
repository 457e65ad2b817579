import en from 'zod/v4/locales/en.js';

/**
 * For schemas whose problems a person reads: without a language the library says "Invalid input" to
 * everything, and names nothing that would fit. Given per call, so that no import changes other texts.
 */
export const inEnglish = { error: en().localeError };

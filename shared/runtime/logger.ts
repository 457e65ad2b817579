import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogFacts } from '../ports/log.ts';

/** Structured JSON lines through Powertools; the event's name is the message, facts are keys. */
export function createLog(service: string): Log {
  const logger = new Logger({ serviceName: service });
  return {
    info: (event, facts) => logger.info(event, defined(facts)),
    warn: (event, facts) => logger.warn(event, defined(facts)),
    error: (event, facts, error) =>
      logger.error(event, { ...defined(facts), ...describeError(error) }),
  };
}

function defined(facts: LogFacts = {}): Record<string, string | number | boolean> {
  const entries = Object.entries(facts).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}

/**
 * Only name, message and stack of our own errors. Errors of the SDK and of fetch can carry headers
 * and bodies as properties, hence no object is ever handed to the logger.
 */
function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return {};
  return {
    errorName: error.name,
    errorMessage: error.message,
    ...(error.stack === undefined ? {} : { errorStack: error.stack }),
    ...(error.cause instanceof Error
      ? { errorCause: `${error.cause.name}: ${error.cause.message}` }
      : {}),
  };
}

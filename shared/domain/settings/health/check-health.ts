import { checkBooks } from './check-books.ts';
import { checkCalls } from './check-calls.ts';
import { checkCodes } from './check-codes.ts';
import { checkPayments } from './check-payments.ts';
import { checkPolicies } from './check-policies.ts';
import { checkRates } from './check-rates.ts';
import { checkSites } from './check-sites.ts';
import { type Finding, type HealthFacts, settingsPlaces } from './finding.ts';

export interface Health {
  isHealthy: boolean;
  /** In the order of the page. */
  findings: Finding[];
}

const checks = [
  checkBooks,
  checkCodes,
  checkPolicies,
  checkRates,
  checkSites,
  checkPayments,
  checkCalls,
];

/** Whether documents would go into the books with the settings as they are, and what is in the way. */
export function checkHealth(facts: HealthFacts): Health {
  const all = checks.flatMap((check) => check(facts));
  const findings = settingsPlaces.flatMap((place) => all.filter((one) => one.place === place));
  return { isHealthy: findings.length === 0, findings };
}

import { misfitInLedger } from '../check-setting-in-ledger.ts';
import type { Finding, HealthFacts } from './finding.ts';

/** The books take documents of these days and this money. */
export function checkBooks(facts: HealthFacts): Finding[] {
  return [...startFinding(facts), ...zoneFinding(facts), ...currencyFindings(facts)];
}

/** Documents that go elsewhere by the operator's own policy are no trouble. */
function startFinding({ settings, catalogue }: HealthFacts): Finding[] {
  const misfit = misfitInLedger('startDate', settings, catalogue);
  if (misfit === undefined || settings.lockedPeriod !== 'hold') return [];
  const remedy = `${misfit.remedy} Or choose what is done with documents of a locked period.`;
  return [{ cause: 'start_locked', place: 'documents', field: 'startDate', ...misfit, remedy }];
}

function zoneFinding({ settings, names }: HealthFacts): Finding[] {
  if (settings.timeZone !== undefined) return [];
  return [
    {
      cause: 'time_zone_unknown',
      place: 'documents',
      field: 'timeZone',
      message: 'The time zone is not known, so no document can be given its day.',
      remedy: `Choose the time zone of the organisation in ${names.target}, or enter it below.`,
    },
  ];
}

function currencyFindings({ settings, catalogue, uses, names }: HealthFacts): Finding[] {
  const foreign = (uses?.currencies ?? []).filter((one) => one !== catalogue.baseCurrency);
  const isTaken = (currency: string) =>
    settings.foreignCurrency === 'post' && catalogue.currencies.includes(currency);
  return foreign
    .filter((currency) => !isTaken(currency))
    .map((currency) => ({
      cause: 'other_currency',
      place: 'policies',
      field: 'foreignCurrency',
      message: `Invoices are in ${currency}, and the books are kept in ${catalogue.baseCurrency}.`,
      remedy: catalogue.currencies.includes(currency)
        ? 'Choose below that documents in another currency are posted, or another organisation.'
        : `Add ${currency} in ${names.target} and allow it below, or connect an organisation that is kept in ${currency}.`,
    }));
}

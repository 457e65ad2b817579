import type { Catalogue } from '../../domain/ledger/drafts.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/**
 * Nobody changes accounts and rates every night, and reading them takes more calls than a night without
 * changes. What is missing in it is read anew at once (`readSource`).
 */
const freshForMs = 7 * 86_400_000;
/** Below what an item takes. */
const textAtMost = 300_000;

/** What the ledger consists of, as this night or one of the last days has read it. */
export async function catalogueOfNight(
  { night, ledger }: Scene,
  ports: NightPorts,
  isToBeNew = false,
): Promise<{ catalogue: Catalogue; isOfThisNight: boolean }> {
  const { operatorId, target, accounts, startedAt } = night;
  const nowEpochMs = ports.clock.nowEpochMs();
  const kept = await ports.keptCatalogues.get(operatorId, target);
  const isOwn = kept !== undefined && kept.accountId === accounts.target;
  const isOfThisNight = isOwn && kept.readAtEpochMs >= Date.parse(startedAt);
  const isFresh = isOwn && nowEpochMs - kept.readAtEpochMs < freshForMs;
  if (isOwn && (isOfThisNight || (isFresh && !isToBeNew)))
    return { catalogue: asCatalogue(kept.catalogue), isOfThisNight };
  // What this night has read of it stays: a try that the pace ends half-way goes on where it was.
  ledger.catalogue.forget(Date.parse(startedAt));
  const catalogue = await ledger.catalogue.read();
  if (JSON.stringify(catalogue).length <= textAtMost)
    await ports.keptCatalogues.put({
      ...{ operatorId, target, accountId: accounts.target },
      readAtEpochMs: nowEpochMs,
      catalogue,
    });
  return { catalogue, isOfThisNight: true };
}

type Kept = NonNullable<Awaited<ReturnType<NightPorts['keptCatalogues']['get']>>>['catalogue'];

/** Stored items leave out what is undefined. */
function asCatalogue(kept: Kept): Catalogue {
  return {
    ...kept,
    timeZone: kept.timeZone,
    ianaZone: kept.ianaZone,
    periodLockDate: kept.periodLockDate,
    endOfYearLockDate: kept.endOfYearLockDate,
    accounts: kept.accounts.map(({ currency, ...account }) => ({
      ...account,
      code: account.code,
      defaultTaxType: account.defaultTaxType,
      ...(currency === undefined ? {} : { currency }),
    })),
    taxRates: kept.taxRates.map(({ reportType, isOutsideTax, ...rate }) => ({
      ...rate,
      ...(reportType === undefined ? {} : { reportType }),
      ...(isOutsideTax === undefined ? {} : { isOutsideTax }),
    })),
  };
}

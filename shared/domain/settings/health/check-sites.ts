import type { IssueCause } from '../../issues/causes.ts';
import { placeSite } from '../../mapping/place-site.ts';
import { misfitInLedger } from '../check-setting-in-ledger.ts';
import type { SourceSite } from '../source-uses.ts';
import type { Finding, HealthCause, HealthFacts } from './finding.ts';

/** Each site has its option of tracking, or may get one. */
export function checkSites(facts: HealthFacts): Finding[] {
  const { settings, catalogue, uses, names } = facts;
  const sites = uses?.sites ?? [];
  const findings = sites.flatMap((site) => siteFinding(site, facts));
  if (findings.length > 0) return oneOfAKind(findings);
  const misfit = misfitInLedger('trackingCategoryName', settings, catalogue);
  // A category by another name may be known by its options: then every site has its place.
  if (misfit === undefined || sites.length > 0) return [];
  return [
    { cause: 'tracking_missing', place: 'sites', ...misfit, remedy: remedyFor(names.target) },
  ];
}

const causes: Partial<Record<IssueCause, HealthCause>> = {
  tracking_full: 'tracking_full',
  tracking_missing: 'site_without_option',
  tracking_ambiguous: 'tracking_ambiguous',
  tracking_archived: 'site_option_archived',
  tracking_category_archived: 'tracking_archived',
};

const messages: Partial<Record<HealthCause, (site: string) => string>> = {
  tracking_full: () => 'No further tracking category fits into the ledger, and none is for sites.',
  site_without_option: (site) =>
    `The site ${site} has no tracking option, and none may be created.`,
  tracking_ambiguous: (site) => `More than one tracking option could stand for the site ${site}.`,
  site_option_archived: (site) => `The tracking option of the site ${site} is archived.`,
  tracking_archived: () => 'The tracking category of the sites is archived.',
};

function siteFinding({ siteId, name }: SourceSite, facts: HealthFacts): Finding[] {
  const { settings, catalogue, names } = facts;
  const place = placeSite({ siteId, siteName: name }, settings, catalogue);
  if (place.ok) return [];
  const cause = causes[place.cause] ?? 'site_without_option';
  const message = messages[cause]?.(name) ?? `The site ${name} has no place in the ledger.`;
  return [{ cause, place: 'sites', message, remedy: remedyFor(names.target) }];
}

function remedyFor(target: string): string {
  return `Choose another category or option below, allow them to be created, or put it right in ${target}.`;
}

/** What concerns the category is said once, not for each site. */
function oneOfAKind(findings: Finding[]): Finding[] {
  return findings.filter(
    ({ message }, at) => findings.findIndex((one) => one.message === message) === at,
  );
}

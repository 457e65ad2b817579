import type { Target } from '../../../contracts/ids.ts';
import { providerManifests } from '../../../targets/provider-manifests.ts';
import { Pill } from './pill.tsx';

/** Every page that stands in the navigation, in this order. A new one is one line here. */
const pages = [
  { name: 'overview', href: '/status', words: 'Overview' },
  { name: 'documents', href: '/documents', words: 'Documents' },
  { name: 'needs-you', href: '/issues', words: 'Needs you' },
  { name: 'differences', href: '/differences', words: 'Edited by hand' },
  { name: 'months', href: '/months', words: 'Reconciliation' },
  { name: 'activity', href: '/activity', words: 'Activity' },
  { name: 'connections', href: '/connections', words: 'Connections' },
  { name: 'settings', href: '/settings', words: 'Settings' },
] as const;

/** What belongs to setting up stands together below the others, on these pages alone. */
const settingUp = [
  { name: 'settings', href: '/settings', words: 'Accounts, tax and dates', isOfLedger: true },
  { name: 'preview', href: '/preview', words: 'Preview and switch', isOfLedger: true },
  { name: 'adoption', href: '/adoption', words: 'Already in your books', isOfLedger: true },
  { name: 'backfill', href: '/backfill', words: 'Earlier documents', isOfLedger: true },
  { name: 'people', href: '/people', words: 'People', isOfLedger: false },
] as const;

/** Where a page stands. */
interface Place {
  current?: PageName | undefined;
  target?: Target | undefined;
  targets?: readonly Target[] | undefined;
}

/** As those for setting up: both sides compared. */
const comparing = [
  { name: 'months', href: '/months', words: 'Months', isOfLedger: false },
  { name: 'nights', href: '/nights', words: 'Nights', isOfLedger: false },
] as const;

/** Each stands below the page of everyday's that it belongs to. */
const groups = [
  { under: 'settings', label: 'Setting up', pages: settingUp },
  { under: 'months', label: 'Reconciliation', pages: comparing },
] as const;

export type PageName =
  | (typeof pages)[number]['name']
  | (typeof groups)[number]['pages'][number]['name'];

/** Pages that are about something else count no further. */
const toldAtMost = 99;

/** Where a visitor can go, and where they are. */
export function Navigation({ frame }: { frame: Place & { needsYou?: number | undefined } }) {
  const { current, needsYou = 0 } = frame;
  const group = groups.find((one) => one.pages.some(({ name }) => name === current));
  return (
    <>
      <nav class="w" aria-label="Pages">
        <ul>
          {pages.map(({ name, href, words }) => (
            <li>
              <a
                href={href}
                class={name === group?.under ? 'on' : undefined}
                aria-current={name === current ? 'page' : undefined}
              >
                {words}
                {name === 'needs-you' && needsYou > 0 ? (
                  <>
                    {' '}
                    <Pill tone="warn">
                      {needsYou > toldAtMost ? `${toldAtMost}+` : String(needsYou)}
                    </Pill>
                  </>
                ) : null}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {group === undefined ? null : <Below group={group} place={frame} />}
    </>
  );
}

function Below({ group, place }: { group: (typeof groups)[number]; place: Place }) {
  return (
    <nav class="w below" aria-label={group.label}>
      <ul>
        {group.pages.flatMap((page) =>
          linksTo(page, place).map(({ href, words, isHere }) => (
            <li>
              <a href={href} aria-current={isHere ? 'page' : undefined}>
                {words}
              </a>
            </li>
          )),
        )}
      </ul>
    </nav>
  );
}

/** What is about a ledger stands there once for each of several. */
function linksTo(
  { name, href, words, isOfLedger }: (typeof groups)[number]['pages'][number],
  { current, target, targets = [] }: Place,
) {
  const isCurrent = name === current;
  if (!isOfLedger || targets.length === 0) return [{ href, words, isHere: isCurrent }];
  return targets.map((one) => ({
    href: `${href}/${one}`,
    words: targets.length === 1 ? words : `${words}: ${providerManifests[one].name}`,
    isHere: isCurrent && (targets.length === 1 || one === target),
  }));
}

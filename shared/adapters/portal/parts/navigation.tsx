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
  { name: 'settings', href: '/settings', words: 'Accounts, tax and dates' },
  { name: 'preview', href: '/preview', words: 'Preview and switch' },
  { name: 'adoption', href: '/adoption', words: 'Already in your books' },
  { name: 'backfill', href: '/backfill', words: 'Earlier documents' },
  { name: 'people', href: '/people', words: 'People' },
] as const;

/** As those for setting up: both sides compared. */
const comparing = [
  { name: 'months', href: '/months', words: 'Months' },
  { name: 'nights', href: '/nights', words: 'Nights' },
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
export function Navigation(props: { current: PageName | undefined; needsYou: number | undefined }) {
  const { current, needsYou = 0 } = props;
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
      {group === undefined ? null : <Below group={group} current={current} />}
    </>
  );
}

function Below(props: { group: (typeof groups)[number]; current: PageName | undefined }) {
  const { group, current } = props;
  return (
    <nav class="w below" aria-label={group.label}>
      <ul>
        {group.pages.map(({ name, href, words }) => (
          <li>
            <a href={href} aria-current={name === current ? 'page' : undefined}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

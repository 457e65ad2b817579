import { Pill } from './pill.tsx';

/** Every page that stands in the navigation, in this order. A new one is one line here. */
const pages = [
  { name: 'overview', href: '/status', words: 'Overview' },
  { name: 'documents', href: '/documents', words: 'Documents' },
  { name: 'needs-you', href: '/issues', words: 'Needs you' },
  { name: 'differences', href: '/differences', words: 'Edited by hand' },
  { name: 'settings', href: '/settings', words: 'Settings' },
  { name: 'connections', href: '/connections', words: 'Connections' },
  { name: 'people', href: '/people', words: 'People' },
  { name: 'activity', href: '/activity', words: 'Activity' },
] as const;

export type PageName = (typeof pages)[number]['name'];

/** Where a visitor can go, and where they are. */
export function Navigation(props: { current: PageName | undefined; needsYou: number | undefined }) {
  const { current, needsYou = 0 } = props;
  return (
    <nav class="w" aria-label="Pages">
      <ul>
        {pages.map(({ name, href, words }) => (
          <li>
            <a href={href} aria-current={name === current ? 'page' : undefined}>
              {words}
              {name === 'needs-you' && needsYou > 0 ? (
                <>
                  {' '}
                  <Pill tone="warn">{String(needsYou)}</Pill>
                </>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

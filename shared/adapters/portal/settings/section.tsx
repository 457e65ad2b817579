import type { Child } from 'hono/jsx';
import { findingsAt, type SettingsView } from '../../../domain/portal/settings-view.ts';
import type { SettingsPlace } from '../../../domain/settings/health/finding.ts';
import { Pill } from '../parts/pill.tsx';

/** One part of the page, folded unless something in it needs a person. */
export function Section(props: {
  view: SettingsView;
  place: SettingsPlace;
  title: string;
  /** Names of the inputs in it, as errors name them; a table by its beginning, `account:`. */
  fields: readonly string[];
  children: Child;
}) {
  const { view, place, title, fields, children } = props;
  const findings = findingsAt(view, place);
  const hasErrors = Object.keys(view.errors).some((name) =>
    fields.some((field) => name === field || (field.endsWith(':') && name.startsWith(field))),
  );
  return (
    <details class="panel" id={place} open={findings.length > 0 || hasErrors}>
      <summary>
        {title}
        {findings.length === 0 ? null : (
          <>
            {' '}
            <Pill tone="warn">{`${findings.length} to put right`}</Pill>
          </>
        )}
        {hasErrors ? (
          <>
            {' '}
            <Pill tone="bad">does not fit</Pill>
          </>
        ) : null}
      </summary>
      {findings.length === 0 ? null : (
        <ul class="problem">
          {findings.map(({ message, remedy }) => (
            <li>
              {message} {remedy}
            </li>
          ))}
        </ul>
      )}
      {children}
    </details>
  );
}

import type { Child } from 'hono/jsx';
import { findingsAt, type SettingsView } from '../../../domain/portal/settings-view.ts';
import type { SettingsPlace } from '../../../domain/settings/health/finding.ts';
import { Pill } from '../parts/pill.tsx';

/** One part of the page, folded unless something in it needs a person. */
export function Section(props: {
  view: SettingsView;
  place: SettingsPlace;
  title: string;
  /** What is chosen, in a few words, for whoever leaves it folded. */
  brief?: string | undefined;
  /** Names of the inputs in it, as errors name them; a table by its beginning, `account:`. */
  fields: readonly string[];
  children: Child;
}) {
  const { view, place, title, brief, fields, children } = props;
  const findings = findingsAt(view, place);
  const hasErrors = Object.keys(view.errors).some((name) =>
    fields.some((field) => name === field || (field.endsWith(':') && name.startsWith(field))),
  );
  return (
    <details class="panel" id={place} open={findings.length > 0 || hasErrors}>
      <summary>
        {title}
        {brief === undefined ? null : <span class="small"> {brief}</span>}
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
        <div class="notice warn">
          {findings.map(({ message }) => (
            <p>{message}</p>
          ))}
        </div>
      )}
      {children}
    </details>
  );
}

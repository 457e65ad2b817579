import type { HistoryEntry } from '../../../domain/portal/settings-history.ts';
import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { type Frame, Layout } from '../layout.tsx';
import { Button, LinkButton } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead, Panel } from '../parts/panel.tsx';
import { AccountsSection } from './accounts-section.tsx';
import { CustomersSection } from './customers-section.tsx';
import { DocumentsSection } from './documents-section.tsx';
import { Lists } from './fields.tsx';
import { HealthBand } from './health-band.tsx';
import { PaymentsSection } from './payments-section.tsx';
import { PoliciesSection } from './policies-section.tsx';
import { SitesSection } from './sites-section.tsx';
import { TaxSection } from './tax-section.tsx';

/** How documents go into one ledger: a form with everything that a person may choose. */
export function SettingsPage(props: {
  view: SettingsView;
  frame: Frame;
  formToken: string;
  /** It was filled in during an earlier visit, so that nothing was saved. */
  isFromBefore?: boolean;
}) {
  const { view, formToken, isFromBefore = false } = props;
  const { target, names, organisationName } = view;
  const frame = { ...props.frame, current: 'settings', target } as const;
  return (
    <Layout title={`Settings for ${names.target}`} frame={frame}>
      <PageHead
        title={`Settings for ${names.target}${organisationName === undefined ? '' : `: ${organisationName}`}`}
      />
      {isFromBefore ? (
        <Notice tone="bad">
          Nothing was saved yet: you opened your link anew since. What you typed is below. Look
          through it and save again.
        </Notice>
      ) : (
        <Outcome view={view} />
      )}
      <HealthBand view={view} />
      <form class="stack" method="post" action={`/settings/${target}`} novalidate>
        <input type="hidden" name="form" value={formToken} />
        <input type="hidden" name="version" value={String(view.version)} />
        <DocumentsSection view={view} />
        <AccountsSection view={view} />
        <TaxSection view={view} />
        <SitesSection view={view} />
        <PaymentsSection view={view} />
        <PoliciesSection view={view} />
        <CustomersSection view={view} />
        <Lists view={view} />
        <div class="actions">
          <Button>Save settings</Button>
          <p class="small">Later documents use them; what is in your books stays as it is.</p>
        </div>
      </form>
      <History entries={view.history} />
    </Layout>
  );
}

/** What became of the press. */
function Outcome({ view }: { view: SettingsView }) {
  if (view.meanwhile !== undefined) return <Meanwhile entries={view.meanwhile} />;
  const wrong = Object.keys(view.errors).length;
  if (wrong > 0)
    return (
      <Notice tone="bad">
        Nothing was saved: {wrong === 1 ? 'one entry does' : `${wrong} entries do`} not fit. What
        you entered is below.
      </Notice>
    );
  return view.isSaved ? <Saved previewHref={view.previewHref} /> : null;
}

function Saved({ previewHref }: { previewHref: string | undefined }) {
  if (previewHref === undefined)
    return (
      <Notice>
        Saved. Later documents use these settings, and what waited for them is tried soon.
      </Notice>
    );
  return (
    <Notice>
      <p>Saved. Nothing is sent yet: next, see what would be sent with these settings.</p>
      <LinkButton href={previewHref}>See the preview</LinkButton>
    </Notice>
  );
}

function Meanwhile({ entries }: { entries: readonly HistoryEntry[] }) {
  return (
    <Notice tone="bad">
      <p>
        Nothing was saved yet: somebody else changed the settings while you had this page open.
        Their changes are below together with yours. Look through them and save again.
      </p>
      <Entries entries={entries} />
    </Notice>
  );
}

function History({ entries }: { entries: readonly HistoryEntry[] }) {
  return (
    <Panel id="history" title="What changed">
      {entries.length === 0 ? (
        <p class="soft">Nothing was changed yet. Every change is kept here.</p>
      ) : (
        <Entries entries={entries} />
      )}
    </Panel>
  );
}

function Entries({ entries }: { entries: readonly HistoryEntry[] }) {
  return (
    <ul class="rows">
      {entries.map(({ version, at, by, changes }) => (
        <li>
          <div class="grow">
            <p>{shortened(changes).join('; ')}</p>
            <p class="small">
              Version {version}
              {at === undefined ? '' : `, ${at}`}, {by}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** First settings may be hundreds of lines. */
const changesAtMost = 12;

function shortened(changes: readonly string[]): readonly string[] {
  if (changes.length <= changesAtMost) return changes;
  return [...changes.slice(0, changesAtMost), `and ${changes.length - changesAtMost} more`];
}

import type { ClassRow, CurrencyView, MonthPageView } from '../../domain/portal/month-page-view.ts';
import { mismatchWords } from '../../domain/portal/proof-words.ts';
import type { ReconcileNotice } from '../../domain/portal/reconcile-notices.ts';
import { ComparedTableOf } from './compared-table.tsx';
import { type Frame, Layout } from './layout.tsx';
import { BandSection } from './parts/band.tsx';
import { BarChart } from './parts/bar-chart.tsx';
import { ButtonForm, LinkButton } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Tiles } from './parts/tile.tsx';

/** A month on both sides: in step to the penny, or what is not, with what helps. */
export function MonthPage(props: {
  view: MonthPageView;
  frame: Frame;
  formToken: string;
  notice: ReconcileNotice | undefined;
}) {
  const { view, formToken, notice } = props;
  return (
    <Layout title={view.title} frame={{ ...props.frame, current: 'months' }}>
      <p>
        <a href={view.hrefs.all}>All months</a>
      </p>
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      {view.band === undefined ? <NotYet view={view} /> : <BandSection band={view.band} />}
      <Presses view={view} formToken={formToken} />
      <Classes view={view} formToken={formToken} />
      {view.accepted.length === 0 ? null : <AcceptedOnes view={view} formToken={formToken} />}
      {view.currencies.map((currency) => (
        <Currency currency={currency} view={view} />
      ))}
      {view.outside.length === 0 ? null : (
        <Panel id="outside" title="In no sum">
          <ul class="plain">
            {view.outside.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </Panel>
      )}
    </Layout>
  );
}

function NotYet({ view }: { view: MonthPageView }) {
  return (
    <>
      <PageHead title={view.title} />
      <EmptyState
        title="Not compared yet"
        message={`Both sides of this month have not been compared. It takes a minute or so, and changes nothing in ${view.targetName}.`}
      />
    </>
  );
}

function Presses({ view, formToken }: { view: MonthPageView; formToken: string }) {
  const { target, month, band, hrefs } = view;
  return (
    <div class="actions">
      {band === undefined ? null : (
        <>
          <LinkButton href={hrefs.statement}>Month-end statement</LinkButton>
          <LinkButton href={hrefs.csv} look="second">
            Each document as CSV
          </LinkButton>
        </>
      )}
      {view.isUnderWay ? (
        <Pill>being compared</Pill>
      ) : (
        <ButtonForm
          action={`/months/${target}/${month}/prove`}
          formToken={formToken}
          look={band === undefined ? 'primary' : 'quiet'}
        >
          Compare now
        </ButtonForm>
      )}
    </div>
  );
}

function Classes({ view, formToken }: { view: MonthPageView; formToken: string }) {
  if (view.classes.length === 0) return null;
  return (
    <ul class="groups" aria-label="Mismatches">
      {view.classes.map((row) => (
        <li class="panel">
          <Class row={row} view={view} formToken={formToken} />
        </li>
      ))}
    </ul>
  );
}

function Class(props: { row: ClassRow; view: MonthPageView; formToken: string }) {
  const { row, view, formToken } = props;
  const more = row.count - row.examples.length;
  return (
    <>
      <div class="head">
        <h2>
          <a href={row.href}>{row.title}</a>
        </h2>
        {row.sum === '' ? null : <span class="sum">{row.sum}</span>}
      </div>
      <p class="small">{[mismatchWords(row.count, []), ...row.fixes].join(' · ')}</p>
      <p>{row.meaning}</p>
      <p>
        <strong>What helps:</strong> {row.remedy}
      </p>
      <p>
        {row.examples.join(', ')}
        {more > 0 ? ', and ' : '. '}
        <a href={row.href}>{more > 0 ? `${more} more` : 'Look at them'}</a>
      </p>
      <RepairAll {...{ row, formToken }} target={view.target} month={view.month} />
    </>
  );
}

function AcceptedOnes({ view, formToken }: { view: MonthPageView; formToken: string }) {
  const { target, month, accepted } = view;
  return (
    <Panel id="accepted" title="Accepted as they are">
      <ul class="rows">
        {accepted.map(({ what, title, why, difference, key }) => (
          <li>
            <div class="grow">
              <p>
                <strong>{what}</strong>, {title}
              </p>
              <p class="small">{why}</p>
            </div>
            {difference === undefined ? null : <span class="sum">{difference}</span>}
            {key === undefined ? null : (
              <div class="of-record">
                <ButtonForm
                  action={`/months/${target}/${month}/reopen`}
                  formToken={formToken}
                  fields={{ key }}
                  look="quiet"
                  label={`Let it count again: ${what}`}
                >
                  Let it count again
                </ButtonForm>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** One press for all of a class that can be repaired so. */
export function RepairAll(props: {
  row: Pick<ClassRow, 'class' | 'title' | 'repairable'>;
  target: string;
  month: string;
  formToken: string;
}) {
  const { row, target, month, formToken } = props;
  if (row.repairable === 0) return null;
  const words = row.repairable === 1 ? 'Repair it now' : `Repair all ${row.repairable} now`;
  return (
    <ButtonForm
      action={`/months/${target}/${month}/repair`}
      formToken={formToken}
      fields={{ class: row.class }}
      look="second"
      label={`${words}: ${row.title}`}
    >
      {words}
    </ButtonForm>
  );
}

function Currency({ currency, view }: { currency: CurrencyView; view: MonthPageView }) {
  const { sourceName, targetName, title } = view;
  const { tables, days, figures } = currency;
  const id = currency.currency.toLowerCase();
  const names = { sourceName, targetName };
  const chart = `Documents by day, ${currency.currency}`;
  return (
    <>
      <Tiles label={`${title}, ${currency.currency}`} tiles={figures} />
      <div class="two">
        <Panel id={`${id}-days`} title={chart}>
          <BarChart
            id={`${id}-chart`}
            title={chart}
            bars={days}
            words={{ value: 'the same on both sides', waiting: 'different' }}
            table={<ComparedTableOf table={tables.days} {...names} />}
          />
        </Panel>
        <Panel id={`${id}-sites`} title="By site">
          <ComparedTableOf table={tables.sites} {...names} />
        </Panel>
      </div>
      <div class="two even">
        <Panel id={`${id}-accounts`} title="By account">
          <ComparedTableOf table={tables.accounts} {...names} />
        </Panel>
        <Panel id={`${id}-taxes`} title="By tax rate">
          <ComparedTableOf table={tables.taxes} {...names} />
        </Panel>
      </div>
    </>
  );
}

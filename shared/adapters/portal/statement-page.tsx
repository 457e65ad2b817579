import type {
  BalanceLine,
  StatementCurrency,
  StatementLine,
  StatementView,
} from '../../domain/portal/statement-view.ts';
import type { ComparedTable } from '../../domain/portal/totals-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { LinkButton } from './parts/button.tsx';

/** What an accountant files: looks as on paper, and prints on A4. */
export function StatementPage({ view, frame }: { view: StatementView; frame: Frame }) {
  return (
    <Layout
      title={view.title}
      frame={{ ...frame, current: 'months' }}
      stylesheet="/assets/statement.css"
    >
      <div class="actions on-screen">
        <LinkButton href={view.hrefs.month} look="second">
          Back to the month
        </LinkButton>
        <LinkButton href={view.hrefs.csv} look="quiet">
          Each document as CSV
        </LinkButton>
        <span class="small">Print this page for your files: it is laid out for A4.</span>
      </div>
      <article class="paper">
        <Head view={view} />
        {view.currencies.map((currency) => (
          <Currency currency={currency} view={view} />
        ))}
        <Mismatches view={view} />
        <Outside view={view} />
        <SignOff view={view} />
      </article>
    </Layout>
  );
}

function Head({ view }: { view: StatementView }) {
  const { title, operatorName, companyName, span, answer, notes, sourceName, targetName } = view;
  return (
    <>
      <header class="paper-head">
        <div>
          <p class="paper-who">{operatorName}</p>
          <h1>{title}</h1>
          <p class="soft">{span}</p>
        </div>
        <p class={`stamp ${answer.tone}`}>{answer.words}</p>
      </header>
      <p>
        Invoices and credit notes dated in the month, as they stand in {sourceName} and in{' '}
        {companyName === undefined ? targetName : `${targetName} (${companyName})`}.{' '}
        {notes.join(' ')}
      </p>
    </>
  );
}

function Currency({ currency, view }: { currency: StatementCurrency; view: StatementView }) {
  return (
    <>
      <section class="keep" aria-label={`Statement, ${currency.currency}`} tabindex={0}>
        <h2>Statement, {currency.currency}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">Line</span>
              </th>
              <SideHeads view={view} />
            </tr>
          </thead>
          <tbody>
            {currency.lines.map((line) => (
              <Line line={line} />
            ))}
          </tbody>
        </table>
      </section>
      <Balance currency={currency} view={view} />
      {currency.tables.map((table) => (
        <Compared table={table} view={view} />
      ))}
    </>
  );
}

function SideHeads({ view }: { view: StatementView }) {
  return (
    <>
      {[view.sourceName, view.targetName, 'Difference'].map((head) => (
        <th scope="col" class="r">
          {head}
        </th>
      ))}
    </>
  );
}

function Line({ line }: { line: StatementLine }) {
  const { name, source, ledger, difference, isEven, isSum } = line;
  return (
    <tr class={isSum ? 'sum-line' : undefined}>
      <th scope="row">{name}</th>
      <td class="r">{source}</td>
      <td class="r">{ledger}</td>
      <td class={isEven ? 'r' : 'r off'}>{difference}</td>
    </tr>
  );
}

function Balance({ currency, view }: { currency: StatementCurrency; view: StatementView }) {
  const { lines, total, isEven } = currency.balance;
  return (
    <section class="keep" aria-label="Trial balance" tabindex={0}>
      <h2>Trial balance of the month’s documents, {currency.currency}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" rowspan={2}>
              Account
            </th>
            <th scope="colgroup" colspan={2} class="r">
              {view.sourceName}
            </th>
            <th scope="colgroup" colspan={2} class="r">
              {view.targetName}
            </th>
          </tr>
          <tr>
            {['Debit', 'Credit', 'Debit', 'Credit'].map((head) => (
              <th scope="col" class="r">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <BalanceRow line={line} />
          ))}
        </tbody>
        <tfoot>
          <BalanceRow line={total} />
        </tfoot>
      </table>
      {isEven ? null : <p class="off">Debits and credits are not the same: see the mismatches.</p>}
    </section>
  );
}

function BalanceRow({ line }: { line: BalanceLine }) {
  return (
    <tr>
      <th scope="row">{line.name}</th>
      {line.cells.map((cell) => (
        <td class="r">{cell}</td>
      ))}
    </tr>
  );
}

function Compared({ table, view }: { table: ComparedTable; view: StatementView }) {
  const row = (line: ComparedTable['total'], isSum: boolean): StatementLine => ({ ...line, isSum });
  return (
    <section aria-label={table.title} tabindex={0}>
      <h2>{table.title}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{table.head}</th>
            <SideHeads view={view} />
          </tr>
        </thead>
        <tbody>
          {table.rows.map((line) => (
            <Line line={row(line, false)} />
          ))}
          <Line line={row(table.total, true)} />
        </tbody>
      </table>
    </section>
  );
}

function Mismatches({ view }: { view: StatementView }) {
  const { mismatches, untold, accepted } = view;
  return (
    <>
      <section class="keep" aria-label="Mismatches" tabindex={0}>
        <h2>Mismatches</h2>
        {mismatches.length > 0 ? (
          <MismatchTable lines={mismatches} />
        ) : (
          <p>
            {accepted.length === 0
              ? 'None: every document is the same on both sides.'
              : 'None that was not accepted.'}
          </p>
        )}
        {untold === 0 ? null : (
          <p>{untold} more are not listed here; the page of the month has them.</p>
        )}
      </section>
      {accepted.length === 0 ? null : (
        <section aria-label="Accepted as they are" tabindex={0}>
          <h2>Accepted as they are</h2>
          <MismatchTable lines={accepted} />
        </section>
      )}
    </>
  );
}

function MismatchTable({ lines }: { lines: StatementView['mismatches'] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">What is not the same</th>
          <th scope="col" class="r">
            Difference
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ what, why, sum }) => (
          <tr>
            <th scope="row">{what}</th>
            <td>{why}</td>
            <td class="r">{sum}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Outside({ view }: { view: StatementView }) {
  return (
    <section class="keep">
      <h2>In no sum</h2>
      <ul>
        {view.outside.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function SignOff({ view }: { view: StatementView }) {
  return (
    <section class="keep">
      <div class="sign" aria-hidden="true">
        <p>Prepared by, date</p>
        <p>Checked by, date</p>
      </div>
      <p class="small">{view.mark}</p>
    </section>
  );
}

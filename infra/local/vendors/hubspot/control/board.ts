import { html } from 'hono/html';
import type { Markup } from '../../common/control-page.ts';
import type { Account, Pipeline, Stage } from '../core/account.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { current, titleOf } from './named-records.ts';

/** More than this in a column are counted, not shown. */
const mostCards = 25;

/** The deals of an account, a board per pipeline; a pipeline without any is not shown unless it is the only one. */
export function renderBoards(account: Account): readonly Markup[] {
  const deals = current(account, 'deal');
  const used = account.facts.pipelines.filter(({ id }) =>
    deals.some(({ properties }) => properties.pipeline === id),
  );
  const shown = used.length > 0 ? used : account.facts.pipelines.slice(0, 1);
  return shown.map((pipeline) => renderBoard(account, pipeline, deals));
}

function renderBoard(account: Account, pipeline: Pipeline, deals: readonly CrmRecord[]): Markup {
  const inPipeline = deals.filter(({ properties }) => properties.pipeline === pipeline.id);
  const columns = pipeline.stages.map((stage) =>
    renderColumn(
      { account, pipeline, stage },
      inPipeline.filter(({ properties }) => properties.dealstage === stage.id),
    ),
  );
  return html`<h2>${pipeline.label}</h2>
<div class="board" role="region" tabindex="0" aria-label="Deals in ${pipeline.label}">${columns}</div>`;
}

interface Column {
  readonly account: Account;
  readonly pipeline: Pipeline;
  readonly stage: Stage;
}

function renderColumn(column: Column, deals: readonly CrmRecord[]): Markup {
  const { account, stage } = column;
  const total = deals.reduce((sum, { properties }) => sum + Number(properties.amount ?? 0), 0);
  const more = deals.length - mostCards;
  return html`<section class="column${endOf(stage)}" aria-label="${stage.label}">
<h3>${stage.label} <span class="count">${deals.length}</span></h3>
<p class="total">${money(account, total)}</p>
<ul>${deals.slice(0, mostCards).map((deal) => renderCard(column, deal))}</ul>
${more > 0 ? html`<p class="total">and ${more} more</p>` : ''}
${deals.length === 0 ? html`<p class="empty">No deals</p>` : ''}
</section>`;
}

function endOf({ isClosed, probability }: Stage): string {
  if (!isClosed) return '';
  return Number(probability) > 0 ? ' won' : ' lost';
}

function renderCard(column: Column, deal: CrmRecord): Markup {
  const { account } = column;
  const { amount } = deal.properties;
  const contacts = account.store.associated(deal, 'contact').slice(0, 2);
  const site = siteOf(deal);
  return html`<li class="card"><h4>${titleOf(deal)}</h4>
${amount === undefined ? '' : html`<p class="amount">${money(account, Number(amount))}</p>`}
${contacts.map((id) => renderContact(account, id))}
${site === undefined ? '' : html`<p class="site">${site}</p>`}
${renderMove(column, deal)}</li>`;
}

function renderContact(account: Account, id: string): Markup | string {
  const contact = account.store.find('contact', id);
  if (contact === undefined) return '';
  return html`<p><a href="/control/${account.facts.slug}/contacts/${contact.id}">${titleOf(contact)}</a></p>`;
}

function renderMove({ account, pipeline, stage }: Column, deal: CrmRecord): Markup {
  const id = `stage-${deal.id}`;
  return html`<details><summary>Move<span class="unseen"> ${titleOf(deal)}</span></summary>
<form method="post" action="/control/${account.facts.slug}/move-deal">
<input type="hidden" name="deal" value="${deal.id}">
<label for="${id}">Stage</label>
<select id="${id}" name="stage">${pipeline.stages.map((each) => html`<option value="${each.id}"${each.id === stage.id ? html` selected` : ''}>${each.label}</option>`)}</select>
<button type="submit">Move<span class="unseen"> ${titleOf(deal)}</span></button>
</form></details>`;
}

// Whichever property the app keeps the site in.
function siteOf({ properties }: CrmRecord): string | undefined {
  return Object.entries(properties).find(([name]) => /(^|_)site(_name)?$/.test(name))?.[1];
}

function money({ facts }: Account, amount: number): string {
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency: facts.currency }).format(
    amount,
  );
}

/** Columns beside each other; they scroll sideways in their own box. */
export const boardStyles = `
.board{position:relative;display:grid;grid-auto-flow:column;grid-auto-columns:minmax(10.9rem,1fr);gap:.7rem;overflow-x:auto;padding:.1rem .1rem .8rem;scroll-snap-type:x proximity}
.column{background:#e9edf1;border-radius:8px;padding:.6rem;scroll-snap-align:start;border-top:4px solid #1f5f99}
.column.won{border-top-color:#2a7b3f}
.column.lost{border-top-color:#a3281c}
@media (max-width:40rem){.board{grid-auto-columns:80%}}
.column h3{font-size:.92rem;margin:0;display:flex;justify-content:space-between;gap:.5rem}
.count{background:#22313f;color:#fff;border-radius:1rem;padding:0 .55rem;font-size:.8rem;align-self:start}
.column .total,.column .empty{font-size:.82rem;color:#3d4852;margin:.15rem 0 .5rem}
.column ul{list-style:none;margin:0;padding:0;display:grid;gap:.5rem}
.card{position:relative;background:#fff;border:1px solid #d5dade;border-radius:6px;padding:.6rem .65rem;font-size:.88rem;overflow-wrap:anywhere;hyphens:auto;box-shadow:0 1px 2px rgb(34 49 63/.08)}
.card h4{margin:0 0 .25rem;font-size:.92rem}
.card p{margin:.1rem 0}
.card .amount{font-weight:600;font-variant-numeric:tabular-nums}
.card .site{color:#3d4852}
.card details{margin-top:.4rem;border-top:1px solid #e4e8eb;padding-top:.35rem}
.card summary{cursor:pointer;color:#1a5b93;padding:.15rem 0}
.card select{margin:.15rem 0 .4rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.status{display:flex;flex-wrap:wrap;gap:.4rem .5rem;padding:0;margin:0 0 1rem;list-style:none}
.status li{background:#fff;border:1px solid #d5dade;border-radius:1rem;padding:.15rem .7rem;font-size:.86rem}
.status .off{background:#fbe6e4;border-color:#a3281c}
.search{display:flex;gap:.5rem;align-items:end;max-width:30rem;margin:0 0 .8rem}
.search p{flex:1;margin:0}
`;

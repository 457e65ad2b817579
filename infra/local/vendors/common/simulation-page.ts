import { html } from 'hono/html';
import { type ControlPageOptions, type Markup, renderControlPage } from './control-page.ts';
import { meanings, type Simulation, type SimulationTable, tablesOf } from './simulation.ts';

/** Address of the page, the same at every sandbox. */
export const simulationHref = '/control/simulates';
export const simulationLink = { href: simulationHref, label: 'What this simulates' };

/** Says of a sandbox what it simulates of the real vendor, from which source each is known, and what is absent. */
export function renderSimulationPage(
  simulation: Simulation,
  frame: Pick<ControlPageOptions, 'title' | 'links'>,
): Markup {
  const tables = tablesOf(simulation);
  return renderControlPage({
    ...frame,
    currentHref: simulationHref,
    body: [
      html`<h1>What this simulates of ${simulation.vendor}</h1>
<p>${simulation.summary}</p>
<dl>${Object.entries(meanings).map(([from, meaning]) => html`<dt>${from}</dt><dd>${meaning}</dd>`)}</dl>
<ul class="contents">${tables.map(({ heading }) => html`<li><a href="#${anchorOf(heading)}">${heading}</a></li>`)}</ul>`,
      ...tables.map(renderSheet),
    ],
  });
}

function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function renderSheet({ heading, columns, rows }: SimulationTable): Markup {
  return html`<h2 id="${anchorOf(heading)}">${heading}</h2>
<table class="sheet">
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${withCode(cell)}</td>`)}</tr>`)}</tbody>
</table>`;
}

/** Every second piece of the text stands between backticks. */
function withCode(text: string): Markup[] {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));
}

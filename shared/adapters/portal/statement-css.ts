import { inks, papers } from './portal-tokens.ts';

/** Paper is white, whatever scheme the reader's screen has. */
const printed = Object.entries({ ...inks, ...papers })
  .map(([name, { light }]) => `--${name}:${light}`)
  .join(';');

/** The month-end statement: a sheet on the screen, and A4 on paper. */
export const statementCss = `.paper{background:var(--card);border:1px solid var(--line);border-radius:var(--r);padding:var(--s6);max-width:52rem;width:100%;margin:0 auto;display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.paper>*{min-width:0}
.paper section{overflow-x:auto}
.paper th[scope=colgroup]{text-align:center;border-bottom:1px solid var(--line)}
.paper h2{font-size:var(--f1);margin:0 0 var(--s2)}
.paper-head{display:flex;flex-wrap:wrap;gap:var(--s3) var(--s5);justify-content:space-between;align-items:flex-start;border-bottom:2px solid var(--ink);padding-bottom:var(--s4)}
.paper-head p{margin:0}
.paper-who{font-weight:600}
.stamp{border:2px solid var(--soft);border-radius:6px;padding:var(--s1) var(--s3);font-weight:700}
.stamp.ok{border-color:var(--ok);color:var(--ok)}
.stamp.warn{border-color:var(--warn);color:var(--warn)}
.stamp.bad{border-color:var(--bad);color:var(--bad)}
.paper :is(td,th){font-size:var(--f0);padding-top:var(--s1);padding-bottom:var(--s1)}
.paper td.r{font-variant-numeric:tabular-nums}
.paper thead th{vertical-align:bottom;border-top:0}
.paper tbody tr:first-child :is(td,th){border-top-color:var(--soft)}
.paper :is(.sum-line,tfoot tr) :is(td,th){font-weight:700;border-top:1px solid var(--ink);border-bottom:3px double var(--ink)}
.paper .sum-line+tr :is(td,th){border-top:0;color:var(--soft)}
.off{color:var(--bad);font-weight:700}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:var(--s6);padding-top:var(--s6);margin-bottom:var(--s4)}
.sign p{border-top:1px solid var(--ink);padding-top:var(--s1);margin:0;font-size:var(--f0)}
@media (max-width:47.5rem){.paper{padding:var(--s4)}.paper td+td.r{padding-left:var(--s2)}}
@media print,(min-width:47.5rem){.paper table{table-layout:fixed}.paper th:first-child{width:40%}.paper tr+tr th:first-child{width:auto}}
@page{size:A4;margin:16mm 16mm 18mm;@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt sans-serif}}
@media print{
:root{color-scheme:light;${printed}}
html{font-size:13.5px}
.top,.bottom,.on-screen,.notice{display:none!important}
main.w{padding:0;max-width:none;display:block}
.paper{border:0;padding:0;max-width:none;display:block}
.paper>*{margin:0 0 5mm}
.paper section{overflow:visible}
.keep,.paper tr,.paper-head{break-inside:avoid}
.paper h2{break-after:avoid}
thead{display:table-header-group}
tfoot{display:table-row-group}
}
`;

import { tokensCss } from './portal-tokens.ts';

/** Our only stylesheet; its colours and sizes are the tokens', its parts are those on `/parts`. */
export const portalCss = `${tokensCss()}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);
font:400 var(--f1)/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
a{color:var(--brand);text-underline-offset:3px}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:var(--s4);top:var(--s3);z-index:1;background:var(--card);padding:var(--s2) var(--s4)}

/* Frame */
.w{max-width:67.5rem;margin:0 auto;padding:0 var(--s5)}
.top{background:var(--card);border-bottom:1px solid var(--line)}
.top .w:first-child{display:flex;flex-wrap:wrap;gap:var(--s1) var(--s4);align-items:center;padding-top:var(--s4);padding-bottom:var(--s3)}
.brand{display:flex;align-items:center;gap:var(--s2);margin:0;font-size:var(--f2);font-weight:700}
.brand a{color:inherit;text-decoration:none;display:flex;align-items:center;gap:var(--s2)}
.mark{fill:var(--brand)}
.who{margin:0 0 0 auto;color:var(--soft);text-align:right}
.who b{color:var(--ink);font-weight:600}
nav ul{display:flex;gap:0 var(--s5);margin:0;padding:0;list-style:none;overflow-x:auto}
nav a{display:block;padding:var(--s3) 0;color:var(--soft);text-decoration:none;border-bottom:3px solid transparent;white-space:nowrap}
nav a:hover{color:var(--ink);border-color:var(--line)}
nav a:is([aria-current],.on){color:var(--ink);font-weight:600;border-color:var(--brand)}
nav.below{border-top:1px solid var(--line)}
nav.below a{padding:var(--s2) 0;font-size:var(--f0)}
nav a:focus-visible{outline-offset:-3px}
main.w{padding-top:var(--s5);padding-bottom:var(--s6);display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.bottom.w{color:var(--soft);font-size:var(--f0);padding-top:var(--s4);padding-bottom:var(--s6)}
.bottom p{max-width:44rem}

/* Text */
h1{font-size:var(--f3);line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:var(--f2);line-height:1.35;margin:0;overflow-wrap:anywhere}
h3{font-size:var(--f1);margin:0;overflow-wrap:anywhere}
h1,h2,h3,strong,b{font-weight:700}
h3,strong{font-weight:600}
p,form,dl,ol{margin:0 0 var(--s3)}
:is(p,form,dl,ol,ul,details,table):last-child{margin-bottom:0}
.small{color:var(--soft);font-size:var(--f0)}
.soft{color:var(--soft)}
.num,.sum,td.r,th.r,.tile b{font-variant-numeric:tabular-nums}
.sum{font-weight:600;text-align:right;white-space:nowrap}
time{white-space:nowrap}
code{font-size:.92em;overflow-wrap:anywhere}
dt{color:var(--soft);font-size:var(--f0)}
dd{margin:0 0 var(--s3);overflow-wrap:anywhere}

/* Panels */
.panel{background:var(--card);border:1px solid var(--line);border-radius:var(--r);padding:var(--s5);min-width:0}
.panel>:is(h1,h2){margin-bottom:var(--s3)}
.narrow{max-width:42rem;width:100%;margin:0 auto}
.head{display:flex;flex-wrap:wrap;gap:var(--s1) var(--s4);align-items:baseline;justify-content:space-between;margin-bottom:var(--s3)}
main>.head{margin:0}
.two{display:grid;gap:var(--s5);grid-template-columns:minmax(0,3fr) minmax(0,2fr);align-items:start}
.two.even{grid-template-columns:repeat(2,minmax(0,1fr))}
.stack{display:grid;gap:var(--s4);grid-template-columns:minmax(0,1fr)}
.rows{list-style:none;margin:0;padding:0}
.rows>li{display:flex;flex-wrap:wrap;gap:var(--s1) var(--s4);align-items:baseline;padding:var(--s3) 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.rows>li:first-child{border-top:0;padding-top:0}
.rows>li:last-child{padding-bottom:0}
.rows p{margin:0}
.rows+.actions{margin-top:var(--s4)}
.grow{flex:1;min-width:0}
.rows .when{flex:0 0 7.5rem;color:var(--soft)}
.story{list-style:none;margin:0;padding:0}
.story .when{flex-basis:11rem}
.story .kind{flex:0 0 7rem}
.conn{flex-wrap:nowrap!important;align-items:center!important}
.initial{flex:none;width:40px;height:40px;border-radius:var(--r);display:grid;place-items:center;font-weight:700;background:var(--brand);color:var(--brand-ink)}
.band{border-left:6px solid var(--bar)}
.band.ok{border-left-color:var(--ok)}
.band.warn{border-left-color:var(--warn)}
.band.bad{border-left-color:var(--bad)}
.band p{color:var(--soft)}
.notice{border:1px solid;border-left-width:6px;border-radius:var(--r);padding:var(--s3) var(--s4);background:var(--ok-paper);border-color:var(--ok)}
.notice.warn{background:var(--warn-paper);border-color:var(--warn)}
.notice.bad{background:var(--bad-paper);border-color:var(--bad)}
.empty{text-align:center;padding:var(--s6) var(--s5);color:var(--soft)}
.empty h2{color:var(--ink);margin-bottom:var(--s2)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr));gap:var(--s4)}
.tile{display:grid;gap:var(--s1);align-content:start}
.tile>*{margin:0}
.tile .v{font-size:var(--f4);line-height:1.2;font-weight:700;letter-spacing:-.02em;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;color:var(--ink)}

/* Small parts */
.pill{display:inline-block;border-radius:99px;padding:1px 10px;font-size:var(--f0);font-weight:600;background:var(--line);color:var(--ink)}
.pill.ok{background:var(--ok-paper);color:var(--ok)}
.pill.warn{background:var(--warn-paper);color:var(--warn)}
.pill.bad{background:var(--bad-paper);color:var(--bad)}
.button{display:inline-block;border:1.5px solid var(--brand);border-radius:8px;padding:var(--s2) var(--s4);background:var(--brand);color:var(--brand-ink);font:inherit;font-weight:600;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{text-decoration:underline;text-underline-offset:3px}
.button.second,.button.quiet{background:transparent;color:var(--brand)}
.button.quiet{border-color:transparent;padding-left:var(--s2);padding-right:var(--s2);text-decoration:underline;text-underline-offset:3px}
.button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
.actions{display:flex;flex-wrap:wrap;gap:var(--s2);align-items:center}
.actions>*{margin:0}
.panel.compared{margin:0;padding:var(--s3) var(--s5)}
progress{display:block;width:100%;height:12px;border:0;border-radius:99px;overflow:hidden;appearance:none;background:var(--line);margin-bottom:var(--s3)}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--bar);border-radius:99px}
progress::-moz-progress-bar{background:var(--bar)}
.chart{display:block;width:100%;height:auto}
.chart .fine{fill:var(--ok)}.spark{margin-bottom:var(--s2)}
.chart .bar{fill:var(--bar)}.chart .wait{fill:var(--warn)}.chart .axis{stroke:var(--line)}
.chart text{fill:var(--soft);font-size:13px}.chart .mid{text-anchor:middle}.chart .end{text-anchor:end}
.legend{display:flex;flex-wrap:wrap;gap:var(--s1) var(--s4);margin-top:var(--s2);font-size:var(--f0);color:var(--soft)}
.legend svg{vertical-align:-1px}

/* Tables */
.scroll{overflow-x:auto}
.scroll+details{margin-top:var(--s4)}
.scroll+.scroll{margin-top:var(--s5)}
.nowrap{white-space:nowrap}
.small-only{display:none}
table{width:100%;border-collapse:collapse}
caption{text-align:left;color:var(--soft);font-size:var(--f0);padding-bottom:var(--s2)}
th{text-align:left;font-size:var(--f0);color:var(--soft);font-weight:600}
tbody th{font-size:inherit;color:inherit;font-weight:400}
td,th{padding:var(--s2) var(--s2) var(--s2) 0;border-top:1px solid var(--line);vertical-align:baseline}
thead tr:first-child th{border-top:0}
:is(td,th):last-child{padding-right:0}
td.r+td:not(.r),th.r+th:not(.r){padding-left:var(--s4)}
td.r,th.r{text-align:right;white-space:nowrap}
tfoot :is(td,th){font-weight:700;font-size:inherit;color:inherit;border-top:2px solid var(--line)}

/* Forms */
label,legend,.label{font-weight:600}
:is(input,select,textarea):not([type=radio],[type=checkbox],[type=hidden]){width:100%;max-width:30rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:8px;padding:var(--s2) var(--s3)}
[type=radio],[type=checkbox]{width:1.15rem;height:1.15rem;margin:0;flex:none;accent-color:var(--brand)}
.field{display:grid;gap:var(--s1);margin:0 0 var(--s4);padding:0;border:0;min-width:0}
.field>p{margin:0}
.error{color:var(--bad);font-weight:600}
[aria-invalid=true]{border-color:var(--bad)!important;box-shadow:0 0 0 1px var(--bad)}
.tick{display:flex;gap:var(--s2);align-items:baseline}
.tick input{align-self:center}
.tick label{font-weight:400}
.filters{display:flex;flex-wrap:wrap;gap:var(--s3) var(--s4);align-items:end}
.filters form{margin:0}
.filters .field{margin:0;flex:1 1 9rem}
.filters .field:has([type=date]){flex-basis:10.5rem}
.filters .wide{flex-basis:16rem}
.find input{max-width:none!important}
summary{cursor:pointer;font-weight:600;color:var(--brand);padding:var(--s1) 0}
details{margin:0 0 var(--s3)}
details.panel{margin:0}
details.panel>summary{padding:0}
details.panel .field,details.panel .notice+*{margin-top:var(--s4)}
.inputs td{width:50%}
.inputs th{overflow-wrap:anywhere}
details[open]>summary{margin-bottom:var(--s2)}
.steps{list-style:none;counter-reset:step;margin:0;padding:0}
.steps>li{counter-increment:step;position:relative;padding:0 0 var(--s4) 3rem;min-height:2.5rem}
.steps>li::before{content:counter(step);position:absolute;left:0;top:-.1rem;width:1.9rem;height:1.9rem;border-radius:99px;display:grid;place-items:center;font-weight:700;background:var(--line);color:var(--ink)}
.steps>li.done::before{content:"✓";background:var(--ok-paper);color:var(--ok)}
.steps>li.now::before{background:var(--brand);color:var(--brand-ink)}
.steps>li:last-child{padding-bottom:0}
.choices{margin:0 0 var(--s4);padding:0;border:0;display:grid;gap:var(--s2)}
.choices legend{padding:0;margin-bottom:var(--s2)}
.choice{display:flex;align-items:center;border:1px solid var(--soft);border-radius:8px}
.choice:has(:checked){border-color:var(--brand);box-shadow:inset 0 0 0 1px var(--brand)}
.choice input{margin-left:var(--s4)}
.choice label{flex:1;padding:var(--s3) var(--s4);cursor:pointer;overflow-wrap:anywhere;min-width:0;font-weight:400}
.choice .small{display:block}
.problem{padding:var(--s2) var(--s4);border-left:6px solid var(--bad);background:var(--bad-paper)}
.plain{margin:0;padding-left:1.1rem}
.issues,.records{list-style:none;margin:0;padding:0}
.issues{display:grid;gap:var(--s4)}
.groups{list-style:none;margin:0;padding:0;display:grid;gap:var(--s4);grid-template-columns:minmax(0,1fr)}
.of-record{flex:1 1 100%;display:flex;flex-wrap:wrap;gap:var(--s2) var(--s4);align-items:baseline;margin:0}
.of-record details[open]{flex:1 1 100%;display:grid;gap:var(--s2);justify-items:start}
@media (max-width:47.5rem){
.w{padding-left:var(--s4);padding-right:var(--s4)}
.two,.two.even{grid-template-columns:minmax(0,1fr)}
.panel{padding:var(--s4)}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:var(--s3)}
.tile .v{font-size:var(--f3)}
.who{margin:0;text-align:left;width:100%}
.rows .when,.story .kind{flex:0 0 auto}
.story .when:empty{display:none}
.story .grow{flex-basis:100%}
.hide{display:none!important}
.chart text{font-size:19px}
td,tbody th,tfoot :is(td,th){font-size:var(--f0)}
nav ul{flex-wrap:wrap;gap:0 var(--s4)}
nav a{padding:var(--s2) 0;font-size:var(--f0)}
.small-only{display:inline}
}
@media print{nav,.skip,.actions,form{display:none}body{background:none}.panel{break-inside:avoid}}
`.replaceAll('\n\n', '\n');

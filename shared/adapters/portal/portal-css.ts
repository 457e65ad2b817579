/** Our only stylesheet. Contrasts are WCAG AA (4.5:1 for text) in both colour schemes. */
export const portalCss = `
:root {
  color-scheme: light dark;
  --paper: #f5f6f8; --panel: #ffffff; --ink: #1b2430; --soft: #4a5665; --line: #d5dae1;
  --accent: #0b5a8a; --accent-ink: #ffffff; --good: #14632f; --good-paper: #e3f4e8;
  --warn: #8a3b00; --warn-paper: #fdeedd; --none-paper: #e9ecf0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12181f; --panel: #1b232d; --ink: #edf1f5; --soft: #b3bfcc; --line: #36424f;
    --accent: #7cc4f0; --accent-ink: #0a1a26; --good: #8fdda8; --good-paper: #173323;
    --warn: #ffc48a; --warn-paper: #3a2613; --none-paper: #2a343f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.top, main, .bottom { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; border-bottom: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: 0.5rem; margin: 0; font-size: 1.25rem; font-weight: 700; }
.mark { fill: var(--accent); }
.tagline { margin: 0; color: var(--soft); }
.bottom { color: var(--soft); font-size: 0.875rem; border-top: 1px solid var(--line); margin-top: 2rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
p, form { margin: 0 0 0.75rem; }
:is(p, form, dl):last-child { margin-bottom: 0; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 0.6rem; padding: 1.25rem; }
.narrow { max-width: 40rem; margin: 1.5rem auto; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 1rem; }
.card { border-top: 4px solid var(--line); display: flex; flex-direction: column; align-items: flex-start; }
.card form { margin-top: auto; }
.card.good { border-top-color: var(--good); }
.card.attention { border-top-color: var(--warn); }
.badge { display: inline-block; padding: 0.15rem 0.7rem; border-radius: 1rem; font-weight: 600; }
.badge.good { background: var(--good-paper); color: var(--good); }
.badge.attention { background: var(--warn-paper); color: var(--warn); }
.badge.absent { background: var(--none-paper); color: var(--soft); }
dl { margin: 0 0 1rem; }
dt { color: var(--soft); font-size: 0.875rem; }
dd { margin: 0 0 0.6rem; overflow-wrap: anywhere; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; }
.counts dd { margin: 0; font-size: 1.5rem; font-weight: 700; }
.scopes { margin: 0; padding-left: 1.1rem; }
.issues, .activity { list-style: none; margin: 0; padding: 0; }
.issues { display: grid; gap: 1rem; }
.issues > li { border-left: 4px solid var(--warn); }
.issues summary { cursor: pointer; font-weight: 600; padding: 0.35rem 0; }
.records { list-style: none; margin: 0.5rem 0 0; padding: 0; }
.records > li {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem;
  padding: 0.6rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere;
}
.records p { margin: 0.15rem 0 0; }
.activity > li {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding: 0.5rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere;
}
.issues + p, .next, .activity + p { margin: 1rem 0; }
.waiting { margin: 0; padding-left: 2.25rem; }
.waiting li + li { margin-top: 0.5rem; }
.steps { padding-left: 1.25rem; margin: 0 0 1.25rem; }
.choices { margin: 0 0 1.25rem; padding: 0; border: 0; display: grid; gap: 0.6rem; }
.choices legend { padding: 0; margin-bottom: 0.5rem; font-weight: 600; }
.choice {
  display: flex; align-items: center; border: 1px solid var(--line); border-radius: 0.5rem;
}
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input { width: 1.25rem; height: 1.25rem; margin: 0 0 0 1rem; flex: none; accent-color: var(--accent); }
.choice label { flex: 1; padding: 0.8rem 1rem; cursor: pointer; overflow-wrap: anywhere; min-width: 0; }
.choice .small { display: block; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.problem { padding: 0.6rem 1rem; border-left: 4px solid var(--warn); background: var(--warn-paper); color: var(--warn); }
.small { color: var(--soft); font-size: 0.875rem; }
.button {
  display: inline-block; padding: 0.65rem 1.2rem; border: 2px solid var(--accent); border-radius: 0.5rem;
  background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 600;
  text-decoration: none; cursor: pointer;
}
.button:hover { text-decoration: underline; }
.button.quiet { background: transparent; color: var(--accent); }
.button.danger { background: transparent; border-color: var(--warn); color: var(--warn); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--panel); padding: 0.5rem 1rem; }
@media (max-width: 30rem) {
  .button, .card form { width: 100%; text-align: center; }
  .activity > li { flex-direction: column; }
}
`.trimStart();

import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Target } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { Navigation, type PageName } from './parts/navigation.tsx';

/** What a page of a visit shows around itself. */
export interface Frame {
  /** Marked in the navigation. */
  current?: PageName | undefined;
  /** Which ledger the page is about. */
  target?: Target | undefined;
  /** Ledgers of the operator that have settings; absent: nobody has looked. */
  targets?: readonly Target[] | undefined;
  operatorName: string;
  /** In which zone times are told, e.g. "times in London". */
  zoneWords?: string | undefined;
  /** How many documents wait for a person. */
  needsYou?: number | undefined;
}

/** The frame of every page: no scripts, no third parties, our own stylesheet. */
export function Layout(props: {
  title: string;
  frame?: Frame | undefined;
  /** Of ours, for this page alone. */
  stylesheet?: string;
  children: Child;
}) {
  const { title, frame, stylesheet, children } = props;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title} · Rollerdoor</title>
        <link rel="stylesheet" href="/assets/portal.css" />
        {stylesheet === undefined ? null : <link rel="stylesheet" href={stylesheet} />}
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="top">
          <div class="w">
            <p class="brand">
              <Mark />
              Rollerdoor
            </p>
            {frame === undefined ? <Tagline /> : <Who frame={frame} />}
          </div>
          {frame === undefined ? null : <Navigation frame={frame} />}
        </header>
        <main id="content" class="w">
          {children}
        </main>
        <Bottom />
      </body>
    </html>
  );
  return html`<!doctype html>${page}`;
}

function Tagline() {
  return (
    <p class="who">
      Your storage business and your books, in step. Works with {sourceManifest.name}.
    </p>
  );
}

function Who({ frame }: { frame: Frame }) {
  return (
    <p class="who">
      <b>{frame.operatorName}</b>
      {frame.zoneWords === undefined ? '' : ` · ${frame.zoneWords}`}
    </p>
  );
}

function Bottom() {
  return (
    <footer class="bottom w">
      <p>
        Rollerdoor is an independent product that works with {sourceManifest.name}. You give
        permission on the other system’s own page and can take it back there at any time; we never
        see a password.
      </p>
    </footer>
  );
}

/** A half-open roller door. */
function Mark() {
  return (
    <svg
      class="mark"
      viewBox="0 0 24 24"
      width="28"
      height="28"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M2 22V5l10-3 10 3v17h-3V8H5v14z" />
      <path d="M7 10h10v2H7zM7 13.5h10v2H7z" />
    </svg>
  );
}

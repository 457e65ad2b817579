import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { sourceManifest } from '../../source/registry.ts';

/** The frame of every page: no scripts, no third parties, our own stylesheet. */
export function Layout(props: { title: string; children: Child }) {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{props.title} · Rollerdoor</title>
        <link rel="stylesheet" href="/assets/portal.css" />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="top">
          <p class="brand">
            <Mark />
            Rollerdoor
          </p>
          <p class="tagline">
            Your storage business and your books, in step. Works with {sourceManifest.name}.
          </p>
        </header>
        <main id="content">{props.children}</main>
        <footer class="bottom">
          <p>
            Rollerdoor is an independent product. You give permission on the other system’s own page
            and can take it back there at any time; we never see a password.
          </p>
        </footer>
      </body>
    </html>
  );
  return html`<!doctype html>${page}`;
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

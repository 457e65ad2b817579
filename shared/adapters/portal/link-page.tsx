import { sourceManifest } from '../../source/registry.ts';
import { Layout } from './layout.tsx';
import { TextField } from './parts/field.tsx';

/** Where a hosted link leads. Opening it changes nothing; pressing the button starts the visit. */
export function LinkPage(props: { operatorName: string; linkToken: string }) {
  return (
    <Layout title="Connect your systems">
      <section class="panel narrow">
        <h1>Connect {props.operatorName}</h1>
        <p>
          Two connections are needed: one to {sourceManifest.name}, where your invoices are made,
          and one to your accounting system, where they should arrive. It takes about five minutes.
        </p>
        <ol class="steps">
          <li>You sign in on the other system’s own page.</li>
          <li>You see there what we ask for, and allow it or not.</li>
          <li>You come back here and see what is connected.</li>
        </ol>
        <form method="post" action="/session">
          <input type="hidden" name="link" value={props.linkToken} />
          <TextField
            name="name"
            label="Your name (optional)"
            help="Colleagues see it beside what you connect."
            autocomplete="name"
          />
          <button class="button" type="submit">
            Continue
          </button>
        </form>
        <p class="small">
          This link is for {props.operatorName} only. If you did not expect it, close this page.
        </p>
      </section>
    </Layout>
  );
}

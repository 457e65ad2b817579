import type { AdoptionView } from '../../domain/portal/adoption-view.ts';
import type { PreviewView } from '../../domain/portal/preview-view.ts';
import { Button, ButtonForm } from './parts/button.tsx';
import { TextField } from './parts/field.tsx';
import { Notice } from './parts/notice.tsx';

type View = PreviewView | AdoptionView;

/** It is not through: what there is, and that nobody has to wait here. */
export function PreviewReading({ reading }: { reading: NonNullable<View['reading']> }) {
  return (
    <Notice tone="warn">
      {reading.words} {reading.why}
    </Notice>
  );
}

/** Which days are shown, and reading them anew. */
export function SpanForm({ view, formToken }: { view: View; formToken: string }) {
  const { href, from, to } = view;
  return (
    <div class="panel filters">
      <form method="get" action={href} class="filters">
        <TextField name="from" label="From" type="date" value={from} isRequired />
        <TextField name="to" label="To" type="date" value={to} isRequired />
        <Button look="second">Show these days</Button>
      </form>
      <ButtonForm action={`${href}/again`} formToken={formToken} fields={{ from, to }} look="quiet">
        Read again
      </ButtonForm>
    </div>
  );
}

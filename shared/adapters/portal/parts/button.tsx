import type { Child } from 'hono/jsx';

/** One primary per section; `danger` is for what cannot be undone, and stands on a page of its own. */
export type ButtonLook = 'primary' | 'second' | 'quiet' | 'danger';

const classes: Record<ButtonLook, string> = {
  primary: 'button',
  second: 'button second',
  quiet: 'button quiet',
  danger: 'button danger',
};

/** Sends the form that it stands in. `label`: what a screen reader says where the words alone mislead. */
export function Button(props: {
  look?: ButtonLook;
  name?: string;
  value?: string;
  label?: string;
  isUnchecked?: boolean;
  children: Child;
}) {
  const { look = 'primary', name, value, label, isUnchecked, children } = props;
  return (
    <button
      class={classes[look]}
      type="submit"
      name={name}
      value={value}
      aria-label={label}
      formnovalidate={isUnchecked}
    >
      {children}
    </button>
  );
}

/** Leads to another page; `isElsewhere`: to another system, whose page must not see where from. */
export function LinkButton(props: {
  href: string;
  look?: ButtonLook;
  isElsewhere?: boolean;
  children: Child;
}) {
  const { href, look = 'primary', isElsewhere, children } = props;
  return (
    <a class={classes[look]} href={href} rel={isElsewhere ? 'noreferrer' : undefined}>
      {children}
    </a>
  );
}

/** A form of the visit with one button: what it does is in `fields`. */
export function ButtonForm(props: {
  action: string;
  formToken: string;
  fields?: Record<string, string>;
  look?: ButtonLook;
  label?: string;
  children: Child;
}) {
  const { action, formToken, fields = {}, look, label, children } = props;
  return (
    <form method="post" action={action}>
      <input type="hidden" name="form" value={formToken} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button {...(look ? { look } : {})} {...(label ? { label } : {})}>
        {children}
      </Button>
    </form>
  );
}

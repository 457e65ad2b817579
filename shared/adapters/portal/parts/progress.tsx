/** A bar, and in words the same for whoever does not see it. */
export function Progress(props: { label: string; done: number; of: number }) {
  const { label, done, of } = props;
  return (
    <progress aria-label={label} max={String(Math.max(of, 1))} value={String(Math.min(done, of))}>
      {done} of {of}
    </progress>
  );
}

import type { Band } from '../../../domain/portal/overview-band.ts';
import { Progress } from './progress.tsx';

/** The one answer at the top of a page: never two at once. */
export function BandSection({ band }: { band: Band }) {
  const { tone, title, aside, lines, progress, link } = band;
  return (
    <section class={tone === 'plain' ? 'panel band' : `panel band ${tone}`} aria-labelledby="band">
      <div class="head">
        <h1 id="band">{title}</h1>
        {aside === undefined ? null : <span>{aside}</span>}
      </div>
      {progress === undefined ? null : (
        <Progress label={title} done={progress.done} of={progress.of} />
      )}
      {lines.map((line) => (
        <p>{line}</p>
      ))}
      {link === undefined ? null : (
        <p>
          <a href={link.href}>{link.words}</a>
        </p>
      )}
    </section>
  );
}

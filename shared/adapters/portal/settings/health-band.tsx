import type { SettingsView } from '../../../domain/portal/settings-view.ts';

/** In one word whether documents would go through, and what is in the way. */
export function HealthBand({ view }: { view: SettingsView }) {
  const { health, findings, unread } = view;
  return (
    <section class={`panel band ${tones[health]}`} aria-labelledby="health">
      <h2 id="health">{words[health]}</h2>
      <p>{sentences[health]}</p>
      {unread.map((line) => (
        <p>{line}</p>
      ))}
      {findings.length === 0 ? null : (
        <ul>
          {findings.map(({ message, remedy, place, field }) => (
            <li>
              {message} <a href={`#${field ?? place}`}>{remedy}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const tones = { healthy: 'ok', 'not healthy': 'warn', unknown: 'warn' } as const;

const words = { healthy: 'Healthy', 'not healthy': 'Not healthy', unknown: 'Not known' } as const;

const sentences = {
  healthy: 'Documents go into your books with these settings.',
  'not healthy': 'Some documents would wait. To put right:',
  unknown: 'Whether these settings work cannot be told right now.',
} as const;

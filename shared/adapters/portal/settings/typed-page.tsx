import type { Target } from '../../../contracts/ids.ts';
import { MessagePage } from '../message-page.tsx';
import { Button } from '../parts/button.tsx';

/**
 * A visit ended while somebody filled in the settings: what was typed waits in this page until the link
 * was opened once more, in another tab. It is shown again then, and saved by the next press only.
 */
export function TypedPage({ target, typed }: { target: Target; typed: Record<string, unknown> }) {
  const fields = Object.entries(typed).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'form',
  );
  return (
    <MessagePage
      title="Your visit has ended"
      message="Nothing was saved yet, and what you typed is kept in this page. Leave it open, and open the link from your e-mail in another tab. Then come back here."
    >
      <form method="post" action={`/settings/${target}`}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Button>I opened my link: show what I typed</Button>
      </form>
    </MessagePage>
  );
}

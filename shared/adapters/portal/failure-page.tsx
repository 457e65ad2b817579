import { BackToStatus, MessagePage } from './message-page.tsx';
import { securityHeaderValues } from './security-headers.ts';

/** Answers when a page failed: an id by which support finds the reason, and nothing of the reason. */
export async function failurePage(requestId: string, formOrigins: string[]): Promise<Response> {
  const page = await (
    <MessagePage
      title="Something went wrong on our side"
      message="Nothing is wrong with your account. Please try again in a few minutes."
    >
      <BackToStatus />
      <p class="small">
        If you write to support, give them this number: <code>{requestId}</code>
      </p>
    </MessagePage>
  );
  return new Response(String(page), {
    status: 500,
    headers: { 'content-type': 'text/html; charset=UTF-8', ...securityHeaderValues(formOrigins) },
  });
}

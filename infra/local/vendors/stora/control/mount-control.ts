import type { Hono } from 'hono';
import type { Markup } from '../../common/control-page.ts';
import { renderSimulationPage, simulationHref } from '../../common/simulation-page.ts';
import { ActionError } from '../billing/action-error.ts';
import type { Operator, World } from '../core/world.ts';
import { storaSimulation } from '../simulates.ts';
import { renderActionsPage, renderOperatorsPage, startLinks, title } from './actions-page.ts';
import type { ActionResult } from './control-action.ts';
import { controlActions } from './control-actions.ts';
import { readControlInput } from './control-input.ts';
import { readControlState } from './control-state.ts';
import { renderStoredPage } from './stored-pages.ts';

/** Control pages for people and their JSON twin for tests. */
export function mountControl(app: Hono, world: World): void {
  app.get('/control', () => htmlAnswer(renderOperatorsPage(world)));
  app.get(simulationHref, () =>
    htmlAnswer(renderSimulationPage(storaSimulation, { title, links: startLinks })),
  );
  app.get('/control/api/:slug/state', (c) =>
    withOperator(world, c.req.param('slug'), (operator) =>
      Response.json(readControlState(world, operator)),
    ),
  );
  app.post('/control/api/:slug/:action', (c) =>
    withOperator(world, c.req.param('slug'), (operator) =>
      answerJsonAction(world, operator, { name: c.req.param('action'), request: c.req.raw }),
    ),
  );
  app.get('/control/:slug', (c) =>
    withOperator(world, c.req.param('slug'), (operator) =>
      htmlAnswer(renderActionsPage(world, operator, c.req.query('notice'))),
    ),
  );
  app.get('/control/:slug/:page', (c) =>
    withOperator(world, c.req.param('slug'), (operator) => {
      const page = renderStoredPage(world, operator, c.req.param('page'));
      return page === null ? new Response('No such page', { status: 404 }) : htmlAnswer(page);
    }),
  );
  app.post('/control/:slug/:action', (c) =>
    withOperator(world, c.req.param('slug'), (operator) =>
      answerFormAction(world, operator, { name: c.req.param('action'), request: c.req.raw }),
    ),
  );
}

function withOperator(
  world: World,
  slug: string,
  answer: (operator: Operator) => Response | Promise<Response>,
): Response | Promise<Response> {
  const operator = world.operators.get(slug);
  if (operator !== undefined) return answer(operator);
  return Response.json({ error: `no operator ${slug}` }, { status: 404 });
}

interface ActionCall {
  readonly name: string;
  readonly request: Request;
}

async function answerJsonAction(
  world: World,
  operator: Operator,
  call: ActionCall,
): Promise<Response> {
  const result = await runAction(world, operator, call);
  if (result instanceof ActionError) {
    return Response.json({ error: result.message }, { status: 422 });
  }
  return Response.json({ message: result.message, ...result.data });
}

async function answerFormAction(
  world: World,
  operator: Operator,
  call: ActionCall,
): Promise<Response> {
  const result = await runAction(world, operator, call);
  const notice = result instanceof ActionError ? `Not done: ${result.message}` : result.message;
  const location = `/control/${operator.slug}?${new URLSearchParams({ notice })}`;
  return new Response(null, { status: 303, headers: { Location: location } });
}

/** Refuses forms posted from another site: the pages have no login. */
async function runAction(
  world: World,
  operator: Operator,
  call: ActionCall,
): Promise<ActionResult | ActionError> {
  try {
    if (call.request.headers.get('sec-fetch-site') === 'cross-site') {
      throw new ActionError('the form came from another site');
    }
    const action = Object.hasOwn(controlActions, call.name) ? controlActions[call.name] : undefined;
    if (action === undefined) throw new ActionError(`no action ${call.name}`);
    return action(world, operator, await readControlInput(call.request));
  } catch (error) {
    // An action that cannot be done is told to the person; a bug goes up.
    if (error instanceof ActionError) return error;
    throw error;
  }
}

async function htmlAnswer(page: Markup): Promise<Response> {
  const text = await page;
  return new Response(text.toString(), { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

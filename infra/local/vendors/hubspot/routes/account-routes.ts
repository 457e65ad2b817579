import { type ApiAnswer, errorAnswer } from '../api/answers.ts';
import { type ApiCall, type ApiRoute, schemaScopes, typeOf } from '../api/api-call.ts';
import type { Pipeline } from '../core/account.ts';
import { notFound } from '../crm/refusal.ts';
import { ownerView, pipelineView, stageView } from '../reading/property-views.ts';

const pipelines = '/crm/pipelines/:version/:type';

/** How an account is set up: pipelines, owners, and the account itself. */
export const accountRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: pipelines, scopes: schemaScopes('read'), handle: listPipelines },
  { method: 'GET', path: `${pipelines}/:id`, scopes: schemaScopes('read'), handle: showPipeline },
  {
    method: 'GET',
    path: `${pipelines}/:id/stages`,
    scopes: schemaScopes('read'),
    handle: listStages,
  },
  {
    method: 'GET',
    path: '/crm/owners/:version',
    scopes: () => ['crm.objects.owners.read'],
    handle: listOwners,
  },
  { method: 'GET', path: '/account-info/:version/details', scopes: () => [], handle: showAccount },
  {
    method: 'DELETE',
    path: '/appinstalls/:version/external-install',
    scopes: () => ['oauth'],
    handle: uninstall,
  },
];

function listPipelines(call: ApiCall): ApiAnswer {
  return { status: 200, body: { results: pipelinesOf(call).map(pipelineView) } };
}

function showPipeline(call: ApiCall): ApiAnswer {
  const pipeline = named(call);
  if (pipeline === undefined) return errorAnswer(notFound, call.uuid());
  return { status: 200, body: pipelineView(pipeline) };
}

function listStages(call: ApiCall): ApiAnswer {
  const pipeline = named(call);
  if (pipeline === undefined) return errorAnswer(notFound, call.uuid());
  return { status: 200, body: { results: pipeline.stages.map(stageView) } };
}

function named(call: ApiCall): Pipeline | undefined {
  return pipelinesOf(call).find(({ id }) => id === call.parameters[1]);
}

// Only deals have any here.
function pipelinesOf(call: ApiCall): readonly Pipeline[] {
  return typeOf(call) === 'deal' ? call.account.facts.pipelines : [];
}

function listOwners(call: ApiCall): ApiAnswer {
  const email = call.url.searchParams.get('email');
  const owners = call.account.facts.owners.filter(
    (owner) => email === null || owner.email === email,
  );
  return { status: 200, body: { results: owners.map(ownerView) } };
}

function showAccount({ account }: ApiCall): ApiAnswer {
  const { hubId, timeZone, currency } = account.facts;
  return {
    status: 200,
    body: {
      portalId: hubId,
      accountType: 'STANDARD',
      timeZone,
      companyCurrency: currency,
      additionalCurrencies: [],
      utcOffset: '+00:00',
      utcOffsetMilliseconds: 0,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'eu1',
    },
  };
}

// The account's administrators get an e-mail about it.
function uninstall(call: ApiCall): ApiAnswer {
  call.uninstall();
  return { status: 204 };
}

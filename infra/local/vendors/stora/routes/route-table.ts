import type { ApiRoute } from '../api/api-route.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { dealRoutes } from './deal-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { orderLineRoutes } from './order-line-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { timelineRoutes } from './timeline-routes.ts';
import { webhookEndpointRoutes } from './webhook-endpoint-routes.ts';

/** Every route under the version of the API; the first that fits answers. */
export const routes: readonly ApiRoute[] = [
  ...contactRoutes(),
  ...documentRoutes(),
  ...dealRoutes(),
  ...orderRoutes(),
  ...orderLineRoutes(),
  ...catalogRoutes(),
  ...timelineRoutes(),
  ...webhookEndpointRoutes(),
];

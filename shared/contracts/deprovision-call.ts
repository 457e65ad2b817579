import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** The body of `POST /hooks/deprovision`; other fields are the sender's own business. */
export const deprovisionCall = z.looseObject({ operatorId });

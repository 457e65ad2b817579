/**
 * How long our local servers keep an idle connection: longer than clients do, as load balancers have it.
 * Closed by the server, a request that is sent in that very moment is lost, and nobody repeats a POST.
 */
export const idleConnectionMs = 75_000;

import type { JsonObject } from '../core/resources.ts';

export type ApiErrorCode = keyof typeof errorKinds;

export interface ErrorDetail {
  readonly message: string;
  /** JSON pointer into the body, or `/name` of a URL parameter. */
  readonly pointer: string;
}

/** A refusal in the vendor's documented vocabulary. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly details: readonly ErrorDetail[];

  constructor(code: ApiErrorCode, details: readonly ErrorDetail[] = []) {
    super(errorKinds[code].message);
    this.code = code;
    this.details = details;
  }
}

export function statusOf(code: ApiErrorCode): number {
  return errorKinds[code].status;
}

/** The documented error envelope; the request id sits inside `error`, not in `meta`. */
export function errorBody(error: ApiError, requestId: string): JsonObject {
  const isServerSide = error.code === 'api_error' || error.code === 'internal_server_error';
  return {
    error: {
      code: error.code,
      details: error.details.map((detail) => ({ ...detail })),
      links: errorLinks,
      message: error.message,
      request_id: requestId,
      type: isServerSide ? 'api_error' : 'invalid_request_error',
    },
  };
}

/** One refused field of a request body. */
export function invalidContent(pointer: string, message: string): ApiError {
  return new ApiError('invalid_content', [{ message, pointer }]);
}

/** One refused query parameter. */
export function invalidUrlParam(name: string, message: string): ApiError {
  return new ApiError('invalid_url_param', [{ message, pointer: `/${name}` }]);
}

const errorKinds = {
  invalid_request: { status: 400, message: 'The request is malformed.' },
  api_error: { status: 400, message: 'An internal or third-party service failed.' },
  invalid_token: { status: 401, message: 'The access token is not valid.' },
  forbidden: { status: 403, message: 'The token may not do this. Contact support for access.' },
  resource_not_found: { status: 404, message: 'The resource does not exist.' },
  invalid_endpoint: { status: 404, message: 'The endpoint does not exist.' },
  invalid_format: { status: 406, message: 'The format in the Accept header is not available.' },
  conflict: { status: 409, message: 'The resource cannot be changed in its present state.' },
  invalid_url_param: { status: 422, message: 'A URL parameter is not valid.' },
  invalid_content: { status: 422, message: 'The request body content is not valid.' },
  too_many_requests: { status: 429, message: 'Rate limit exceeded. Try again later.' },
  internal_server_error: { status: 500, message: 'An unexpected error occurred.' },
} as const;

const errorLinks = [
  {
    kind: 'open_api',
    name: 'OpenAPI specification',
    url: 'https://public-api.stora.co/2025-09/openapi.json',
  },
  {
    kind: 'documentation',
    name: 'Errors',
    url: 'https://docs.stora.co/public-api#overview--errors',
  },
];

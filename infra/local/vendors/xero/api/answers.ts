import { toXeroTimestamp } from '../core/xero-dates.ts';
import type { View, ViewObject } from '../reading/views.ts';

/** What the application answers before limits' headers are added. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: ViewObject | string;
}

/** 200 with Xero's envelope around a list. */
export function listAnswer(
  about: { readonly uuid: () => string; readonly nowEpochMs: number },
  content: ViewObject,
): ApiAnswer {
  return {
    status: 200,
    body: {
      Id: about.uuid(),
      Status: 'OK',
      ProviderName: 'Simulated app',
      DateTimeUTC: toXeroTimestamp(about.nowEpochMs),
      ...content,
    },
  };
}

/** 400 ValidationException with the elements that failed. */
export function validationAnswer(elements: readonly View[]): ApiAnswer {
  return exceptionAnswer({
    number: 10,
    type: 'ValidationException',
    message: 'A validation exception occurred',
    elements,
  });
}

/** 400 with one of Xero's exception bodies. */
export function exceptionAnswer(exception: {
  readonly number: number;
  readonly type: string;
  readonly message: string;
  readonly elements?: readonly View[];
}): ApiAnswer {
  const { number, type, message, elements } = exception;
  return {
    status: 400,
    body: {
      ErrorNumber: number,
      Type: type,
      Message: message,
      ...(elements === undefined ? {} : { Elements: elements }),
    },
  };
}

/** 404 in Xero's plain text. */
export const notFoundAnswer: ApiAnswer = {
  status: 404,
  body: "The resource you're looking for cannot be found",
};

/** 500 as the gateway gives it when the application breaks. */
export const internalErrorAnswer: ApiAnswer = {
  status: 500,
  body: {
    Title: 'An error occurred',
    Detail:
      'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status.',
    Status: 500,
    Instance: '00000000-0000-0000-0000-000000000500',
  },
};

/** 401 and 403 bodies differ from the validation ones. */
export function problemAnswer(problem: {
  readonly status: 401 | 403;
  readonly detail: string;
  readonly instance: string;
}): ApiAnswer {
  return {
    status: problem.status,
    body: {
      Type: null,
      Title: problem.status === 401 ? 'Unauthorized' : 'Forbidden',
      Status: problem.status,
      Detail: problem.detail,
      Instance: problem.instance,
      Extensions: {},
    },
  };
}

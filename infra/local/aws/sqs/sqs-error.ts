import { AwsError } from '../common/aws-error.ts';

/** An error of one SQS request; inside a batch the same mistake has another code and text. */
export class SqsError extends AwsError {
  readonly batchCode: string;
  readonly batchMessage: string;

  constructor(fields: SqsErrorFields) {
    super({ queryCode: fields.code, ...fields });
    this.name = 'SqsError';
    this.batchCode = fields.batchCode ?? this.queryCode ?? this.code;
    this.batchMessage = fields.batchMessage ?? this.message;
  }
}

interface SqsErrorFields {
  readonly code: string;
  readonly message: string;
  readonly httpStatus?: number;
  readonly queryCode?: string;
  readonly batchCode?: string;
  readonly batchMessage?: string;
}

/** A parameter has a value that this queue cannot accept. */
export function invalidParameter(message: string): SqsError {
  return new SqsError({ code: 'InvalidParameterValue', message });
}

/** The value of a named parameter is refused, in the words of SQS. */
export function invalidValue(parameter: string, value: unknown, reason: string): SqsError {
  return invalidParameter(
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

/** A parameter that this kind of queue needs is absent. */
export function missingParameter(parameter: string): SqsError {
  return new SqsError({
    code: 'MissingParameter',
    message: `The request must contain the parameter ${parameter}.`,
  });
}

/** An attribute has a name that SQS does not know. */
export function unknownAttribute(name: string): SqsError {
  return new SqsError({ code: 'InvalidAttributeName', message: `Unknown Attribute ${name}.` });
}

/** An attribute has a value out of its range. */
export function invalidAttribute(name: string, reason = ''): SqsError {
  const suffix = reason ? ` Reason: ${reason}` : '';
  return new SqsError({
    code: 'InvalidAttributeValue',
    message: `Invalid value for the parameter ${name}.${suffix}`,
  });
}

/** A FIFO handle is used after its visibility timeout (observed wording, single and batch differ). */
export function expiredReceiptHandle(handle: string): SqsError {
  return handleError(handle, 'The receipt handle has expired');
}

/** The message of the handle is gone or was received again. */
export function unavailableForVisibilityChange(handle: string): SqsError {
  return handleError(
    handle,
    'Message does not exist or is not available for visibility timeout change',
  );
}

function handleError(handle: string, reason: string): SqsError {
  return new SqsError({
    code: 'InvalidParameterValue',
    message: `Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}.`,
    batchCode: 'ReceiptHandleIsInvalid',
    batchMessage: reason,
  });
}

/** The handle was never issued by this queue. */
export function malformedReceiptHandle(handle: string): SqsError {
  return new SqsError({
    code: 'ReceiptHandleIsInvalid',
    message: `The input receipt handle "${handle}" is not a valid receipt handle.`,
    httpStatus: 404,
  });
}

/** The visibility of a message that is not in flight cannot be changed. */
export function messageNotInFlight(): SqsError {
  return new SqsError({
    code: 'MessageNotInflight',
    message: "The specified message isn't in flight.",
    queryCode: 'AWS.SimpleQueueService.MessageNotInflight',
  });
}

/** No queue has this name. */
export function queueDoesNotExist(): SqsError {
  return new SqsError({
    code: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
    queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
  });
}

/** A queue of this name exists with another value of one attribute. */
export function queueNameExists(attribute: string): SqsError {
  return new SqsError({
    code: 'QueueNameExists',
    message: `A queue already exists with the same name and a different value for attribute ${attribute}`,
    queryCode: 'QueueAlreadyExists',
  });
}

/** A move task or its queue is not there. */
export function resourceNotFound(message: string): SqsError {
  return new SqsError({ code: 'ResourceNotFoundException', message, httpStatus: 404 });
}

/** A request breaks a rule that has a code of its own, e.g. `BatchRequestTooLong`. */
export function simpleQueueServiceError(code: string, message: string, httpStatus = 400): SqsError {
  return new SqsError({
    code,
    message,
    httpStatus,
    queryCode: `AWS.SimpleQueueService.${code}`,
  });
}

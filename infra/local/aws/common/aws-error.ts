/** How an AWS error looks to the SDK; `queryCode` is the pre-JSON code that SQS clients still see. */
export interface AwsErrorFields {
  readonly code: string;
  readonly message: string;
  readonly httpStatus?: number;
  readonly queryCode?: string;
}

/** An error that an emulated service answers with; never a fault of the emulator itself. */
export class AwsError extends Error {
  readonly code: string;
  readonly httpStatus: number;
  readonly queryCode: string | undefined;

  constructor(fields: AwsErrorFields) {
    super(fields.message);
    this.name = 'AwsError';
    this.code = fields.code;
    this.httpStatus = fields.httpStatus ?? 400;
    this.queryCode = fields.queryCode;
  }
}

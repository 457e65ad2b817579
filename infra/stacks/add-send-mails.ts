import { Duration, type Stack } from 'aws-cdk-lib';
import { env as sendMailsEnv } from '../../functions/send-mails/config.ts';
import type { MailSettings } from '../../shared/contracts/mail-settings.ts';
import { allowData, allowMail } from '../constructs/grants.ts';
import { addMailAlarm } from '../constructs/mail-alarm.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import type { DataStack } from './data-stack.ts';

export interface SendMailsParts {
  readonly bundleRoot: string;
  readonly data: DataStack;
  readonly mail: MailSettings;
  readonly portalBaseUrl: string;
  readonly signingKeySecretName: string;
}

/** Writes to operators' people: the only function that may send mail. */
export function addSendMails(stack: Stack, parts: SendMailsParts): void {
  const { role } = new ScheduledFunction(stack, 'SendMails', {
    // A person who asked for a link is waiting.
    everyMinutes: 1,
    timeout: Duration.seconds(50),
    folder: 'send-mails',
    bundleRoot: parts.bundleRoot,
    schema: sendMailsEnv,
    environment: {
      TABLE_NAME: parts.data.table.tableName,
      SIGNING_KEY_SECRET_NAME: parts.signingKeySecretName,
      PORTAL_BASE_URL: parts.portalBaseUrl,
      MAIL_SETTINGS: JSON.stringify(parts.mail),
    },
    alarmName: 'send-mails-errors',
    impact: 'New links, digests and notices about connections are not sent to people.',
  });
  allowData(role, parts.data, {
    table: ['GetItem', 'PutItem', 'UpdateItem', 'Query'],
    directory: true,
    secrets: ['signingKey'],
  });
  allowMail(role, parts.mail.sender);
  addMailAlarm(stack);
}

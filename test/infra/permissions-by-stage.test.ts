import { describe, expect, it } from 'vitest';
import { readStage } from '../../infra/config.ts';
import { referredId, resourcesOf, synthesize } from './synthesized.ts';

const { pipeline } = synthesize('production');

/** Policies of roles that speak of something, by the beginning of the role's id. */
function policiesWith(template: typeof pipeline, text: string) {
  return resourcesOf(template, 'AWS::IAM::Policy').filter(({ properties }) =>
    JSON.stringify(properties).includes(text),
  );
}

const rolesOf = (policies: ReturnType<typeof policiesWith>) =>
  policies.map(({ properties }) => referredId(properties.Roles[0]).replace(/Role.*$/, ''));

describe('what a stage may choose', () => {
  it('lets one function send mail, from the address of the stage, and none where there is none', () => {
    const mail = { sender: 'rollerdoor@partner.example', senderName: 'Rollerdoor' };
    const mailers = policiesWith(synthesize('production', {}, { mail }).pipeline, 'ses:SendEmail');

    expect(rolesOf(mailers)).toEqual(['SendMails']);
    expect(JSON.stringify(mailers)).toContain(`"ses:FromAddress":"${mail.sender}"`);
    expect(policiesWith(pipeline, 'ses:')).toEqual([]);
  });

  it('lets the intake prove and note what a target tells, where there is a key for that', () => {
    const { targets } = readStage('production', {});
    const xero = { ...targets.xero, eventsSecretName: 'rollerdoor/production/xero-events' };
    const told = synthesize('production', {}, { targets: { ...targets, xero } });

    expect(rolesOf(policiesWith(told.pipeline, 'XeroEvents'))).toEqual(['ReceiveWebhook']);
    const [intake] = policiesWith(told.pipeline, 'XeroEvents');
    const rights = JSON.stringify(intake);
    expect(rights).toContain('dynamodb:UpdateItem');
    expect(rights).not.toMatch(/PutItem|DeleteItem/);
    expect(policiesWith(pipeline, 'XeroEvents')).toEqual([]);
  });
});

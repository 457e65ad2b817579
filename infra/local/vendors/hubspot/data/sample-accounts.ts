import { Account, type Owner, type Pipeline, type Stage } from '../core/account.ts';
import { builtInGroups, builtInProperties } from './sample-properties.ts';

/** The stages that HubSpot gives to each new account. */
const salesPipeline: Pipeline = {
  id: 'default',
  label: 'Sales Pipeline',
  stages: [
    open('appointmentscheduled', 'Appointment Scheduled', '0.2'),
    open('qualifiedtobuy', 'Qualified To Buy', '0.4'),
    open('presentationscheduled', 'Presentation Scheduled', '0.6'),
    open('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
    open('contractsent', 'Contract Sent', '0.9'),
    closed('closedwon', 'Closed Won', '1.0'),
    closed('closedlost', 'Closed Lost', '0.0'),
  ],
};

/** A pipeline that an operator has made: its ids are numbers. */
const storagePipeline: Pipeline = {
  id: '76001',
  label: 'Self storage',
  stages: [
    open('760011', 'Enquiry', '0.2'),
    open('760012', 'Reserved', '0.6'),
    open('760013', 'Moving in', '0.9'),
    closed('760014', 'Moved in', '1.0'),
    closed('760015', 'Moved out', '1.0'),
    closed('760016', 'Lost', '0.0'),
  ],
};

/** Two accounts that look like those of the operators in the other sandboxes, and as many more as asked for. */
export function createSampleAccounts(further = 0): readonly Account[] {
  return [
    account({
      slug: 'acorn',
      hubId: 24_001_001,
      name: 'Acorn Self Storage',
      host: 'acornstorage.example',
    }),
    account({
      slug: 'harbour',
      hubId: 24_001_002,
      name: 'Harbour Storage',
      host: 'harbourstorage.example',
    }),
    ...Array.from({ length: further }, (_each, index) =>
      account({
        slug: `client-${index + 1}`,
        hubId: 24_002_001 + index,
        name: `Client ${index + 1}`,
        host: `client-${index + 1}.example`,
      }),
    ),
  ];
}

function account(about: {
  readonly slug: string;
  readonly hubId: number;
  readonly name: string;
  readonly host: string;
}): Account {
  const { slug, hubId, name, host } = about;
  const pipelines = [salesPipeline, storagePipeline];
  const owners: readonly Owner[] = [
    {
      id: `${hubId}1`,
      userId: hubId + 100,
      email: `sam@${host}`,
      firstName: 'Sam',
      lastName: 'Sales',
    },
    {
      id: `${hubId}2`,
      userId: hubId + 200,
      email: `maya@${host}`,
      firstName: 'Maya',
      lastName: 'Manager',
    },
  ];
  return new Account({
    slug,
    hubId,
    name,
    domain: host,
    timeZone: 'Europe/London',
    currency: 'GBP',
    pipelines,
    owners,
    properties: builtInProperties(pipelines, owners),
    groups: builtInGroups,
  });
}

function open(id: string, label: string, probability: string): Stage {
  return { id, label, isClosed: false, probability };
}

function closed(id: string, label: string, probability: string): Stage {
  return { id, label, isClosed: true, probability };
}

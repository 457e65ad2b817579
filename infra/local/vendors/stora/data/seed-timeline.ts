import { isoSeconds } from '../core/iso-time.ts';
import type { TimelineSource, TimelineTemplate } from '../core/resources.ts';
import type { World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import type { SharedTimeline } from './seed-operator.ts';

export interface TimelineSourceSeed {
  readonly name: string;
  readonly websiteUrl: string;
  readonly global: boolean;
}

export interface TimelineTemplateSeed {
  readonly name: string;
  /** Liquid text. */
  readonly message: string;
  readonly global: boolean;
  /** Variables whose resource reference an event must give. */
  readonly predefined: readonly string[];
  readonly custom: readonly string[];
}

/** The source the vendor made for the partner, and one of somebody else. */
export const defaultTimelineSources: readonly TimelineSourceSeed[] = [
  { name: 'My CRM', websiteUrl: 'https://my-crm.example.com', global: false },
  { name: 'Rollerdoor', websiteUrl: 'https://rollerdoor.example', global: true },
];

export const defaultTimelineTemplates: readonly TimelineTemplateSeed[] = [
  {
    name: 'Sent Campaign',
    message:
      "sent campaign '{{ campaign_name }}'{% if global_context %} for {{ contact }}{% endif %}.",
    global: true,
    predefined: ['contact'],
    custom: ['campaign_name'],
  },
  {
    name: 'Document posted',
    message:
      'posted {{ document_number }} to {{ ledger }}{% if global_context %} for {{ contact }}{% endif %}.',
    global: true,
    predefined: ['contact'],
    custom: ['document_number', 'ledger'],
  },
];

/** Sources and templates every operator sees; the API can only read them. */
export function seedTimeline(
  world: World,
  sources: readonly TimelineSourceSeed[],
  templates: readonly TimelineTemplateSeed[],
): SharedTimeline {
  const at = isoSeconds(world.clock.nowEpochMs());
  const stamps = { created_at: at, updated_at: at };
  return {
    sources: sources.map(
      (source): TimelineSource => ({
        id: newId(world.random, 'tsrc'),
        ...stamps,
        global: source.global,
        name: source.name,
        website_url: source.websiteUrl,
      }),
    ),
    templates: templates.map(
      (template): TimelineTemplate => ({
        id: newId(world.random, 'aetpl'),
        ...stamps,
        global: template.global,
        message: template.message,
        name: template.name,
        variables: { custom: template.custom, predefined: template.predefined },
      }),
    ),
  };
}

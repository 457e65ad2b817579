import { describe, expect, it } from 'vitest';
import { loadStatus } from '../../../shared/application/connect/show-status.ts';
import type { Activity } from '../../../shared/contracts/activity-item.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryPeople } from '../../fakes/in-memory-people.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import { connectWorld } from './connect-world.ts';

function anActivity(type: string, minute: number): Activity {
  return {
    operatorId: anOperatorId,
    activityId: `${type} ${minute}`,
    at: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString(),
    type,
    actor: 'rollerdoor',
    detail: {},
  };
}

async function worldWith(activities: Activity[]) {
  const world = await connectWorld();
  for (const activity of activities) await world.activities.append(activity);
  const deps = {
    ...world,
    issues: new InMemoryIssues(),
    links: new InMemoryLinks(),
    people: new InMemoryPeople(),
    rates: new InMemoryRates(),
    settings: new InMemorySettings(),
    tries: new InMemoryTries(),
    resting: new InMemoryResting(),
    aside: new InMemoryAside(world.connections),
  };
  return () => loadStatus(deps, anOperator());
}

describe('loadStatus', () => {
  it('shows what a quiet operator did last behind hundreds of renewals', async () => {
    const renewals = Array.from({ length: 500 }, (_, n) => anActivity('token.refreshed', 10 + n));
    const load = await worldWith([anActivity('connection.connected', 1), ...renewals]);

    expect((await load()).activities.map(({ type }) => type)).toEqual(['connection.connected']);
  });

  it('shows the fifteen latest of a busy one', async () => {
    const load = await worldWith(
      Array.from({ length: 80 }, (_, n) => anActivity('record.applied', n)),
    );

    const { activities } = await load();

    expect(activities).toHaveLength(15);
    expect(activities[0]?.activityId).toBe('record.applied 79');
  });
});

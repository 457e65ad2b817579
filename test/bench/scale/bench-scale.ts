import { benchDeadConnections } from './bench-dead-connections.ts';
import { benchIntake } from './bench-intake.ts';
import { limitsOf, remediesOf, wallsOf } from './capacity.ts';
import { readCapacityFacts } from './capacity-facts.ts';

/** How many operators before somebody waits for another: in virtual time, and computed. */
export async function benchScale({ progress }: { progress(line: string): void }): Promise<unknown> {
  const walls = wallsOf(readCapacityFacts());
  const capacity = { limits: limitsOf(walls), remedies: remediesOf(walls) };
  const intake = benchIntake(progress);
  return { intake, deadConnections: await benchDeadConnections(progress), capacity };
}

/** A target's name within the id of a resource in a stack: `my-books` becomes `MyBooks`. */
export function idPart(name: string): string {
  return name
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** The stack's output that tells the address of a target's queue of changes. */
export function changesQueueOutput(target: string): string {
  return `Changes${idPart(target)}QueueUrl`;
}

/** What the parts of a stage are called in its account. */
export interface ResourceNames {
  queue(name: string): string;
  function(name: string): string;
  logGroup(name: string): string;
  alarm(name: string): string;
  readonly api: string;
  /** Of the metrics that the functions count and the alarms watch. */
  readonly metricsNamespace: string;
}

/** For a stage that is alone in its account, as on one machine, or was deployed before names carried the stage. */
const bare: ResourceNames = {
  queue: (name) => name,
  function: (name) => `rollerdoor-${name}`,
  logGroup: (name) => `/rollerdoor/${name}`,
  alarm: (name) => name,
  api: 'rollerdoor',
  metricsNamespace: 'Rollerdoor',
};

/** Names that carry the stage, so that a second stage in the same account meets none of them. */
export function resourceNames(config: { stage: string; namesCarryStage: boolean }): ResourceNames {
  if (!config.namesCarryStage) return bare;
  const prefix = `rollerdoor-${config.stage}`;
  return {
    queue: (name) => `${prefix}-${name}`,
    function: (name) => `${prefix}-${name}`,
    logGroup: (name) => `/rollerdoor/${config.stage}/${name}`,
    alarm: (name) => `${prefix}-${name}`,
    api: prefix,
    metricsNamespace: `Rollerdoor/${config.stage}`,
  };
}

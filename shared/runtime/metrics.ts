import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import type { Metrics } from '../ports/log.ts';

export interface FlushableMetrics extends Metrics {
  /** Writes what was counted as one EMF line; call at the end of an invocation. */
  flush(): void;
}

/** Counts through CloudWatch's embedded metric format: no calls, only log lines. */
export function createMetrics(service: string): FlushableMetrics {
  // Of the stage; two stages in one account must not raise each other's alarms.
  const namespace = process.env.POWERTOOLS_METRICS_NAMESPACE ?? 'Rollerdoor';
  const metrics = new PowertoolsMetrics({ namespace, serviceName: service });
  return {
    count: (name, value = 1) => metrics.addMetric(name, MetricUnit.Count, value),
    // Powertools warns about an empty flush, once per quiet invocation.
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

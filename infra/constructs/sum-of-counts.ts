import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { deployedStageOf } from './deployed-stage.ts';

/** What is counted: under which names, by which functions' services. */
interface Counts {
  readonly services: readonly string[];
  readonly names: readonly string[];
}

/**
 * What several functions counted under several names, in five minutes. Powertools writes the metrics
 * with the function's service name as their only dimension.
 */
export function sumOf(scope: Construct, { services, names }: Counts): MathExpression {
  const namespace = deployedStageOf(scope).names.metricsNamespace;
  const metrics = services.flatMap((service) =>
    names.map((metricName) => {
      const dimensionsMap = { service };
      return new Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum' });
    }),
  );
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const terms = Object.keys(usingMetrics).map((id) => `FILL(${id}, 0)`);
  return new MathExpression({
    expression: terms.join(' + '),
    usingMetrics,
    period: Duration.minutes(5),
  });
}

import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmName, alarmPage } from '../alarm-names.ts';
import { deployedStageOf } from './deployed-stage.ts';

interface RunbookAlarmProps {
  readonly name: AlarmName;
  /** One sentence: what an operator or partner notices while this stands. */
  readonly impact: string;
  readonly metric: IMetric;
  /** The alarm goes off above this. */
  readonly threshold: number;
}

/** Raises an alarm that names its page. */
export function addRunbookAlarm(scope: Construct, id: string, props: RunbookAlarmProps): void {
  new Alarm(scope, id, {
    alarmName: deployedStageOf(scope).names.alarm(props.name),
    alarmDescription: `${props.impact} What to do: ${alarmPage(props.name)}`,
    metric: props.metric,
    threshold: props.threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    // A queue that was empty for hours and a function that nobody called report nothing, which is good.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

import { unknownOperator } from '../../shared/application/connect/hosted-links.ts';
import type { Operator } from '../../shared/contracts/operator-item.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';

/** @throws CliError that tells how to add a missing one. */
export async function requireOperator(access: Access, operatorId: string): Promise<Operator> {
  const operator = await access.operators.get(operatorId);
  if (operator === undefined) throw new CliError(unknownOperator(operatorId));
  return operator;
}

import { Option } from 'commander';
import { type Target, target } from '../../shared/contracts/ids.ts';

export interface TargetChoice {
  target: Target;
}

/** Which ledger is meant; nobody has to name the only one. */
export function targetOption(): Option {
  const option = new Option('--target <name>', 'which ledger').choices(target.options);
  const [only, ...others] = target.options;
  return others.length === 0 ? option.default(only) : option.makeOptionMandatory();
}

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tapHttp } from '../bench/calls/meter/http-tap.ts';
import { type CountKey, readKey } from '../bench/calls/meter/measures.ts';
import { Meter } from '../bench/calls/meter/meter.ts';
import { shortNameOf } from '../bench/calls/meter/short-name.ts';

interface LambdaFunction {
  FunctionName: string;
  Role: { 'Fn::GetAtt': [string, string] };
}

interface Policy {
  Roles: Array<{ Ref: string }>;
  PolicyDocument: { Statement: Array<{ Action: string | string[]; Resource: unknown }> };
}

type Resource =
  | { Type: 'AWS::Lambda::Function'; Properties: LambdaFunction }
  | { Type: 'AWS::IAM::Policy'; Properties: Policy };

/** Batches are allowed by the right to do one of them. */
const allowedBy: Readonly<Record<string, string>> = {
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};

/**
 * Listens to what each function asks of the emulated AWS, which allows everything to everybody. `end` returns
 * what the template, as synthesized into this folder, does not allow: AWS would refuse it.
 */
export function watchRights(): { end(cdkOutDir?: string): string[] } {
  const meter = new Meter();
  const untap = tapHttp((exchange) => meter.onExchange(exchange));
  return {
    end(cdkOutDir) {
      untap();
      if (cdkOutDir === undefined) return [];
      const allowed = rightsIn(cdkOutDir);
      const used = Object.keys(meter.snapshot()).map(readKey).filter(isCall).map(rightOf);
      return [...new Set(used)].filter((right) => !allowed.has(right)).sort();
    },
  };
}

/** What the service Lambda does by itself, and the command, is no function's. */
function isCall({ measure, fn, operation }: CountKey): boolean {
  return measure === 'calls' && fn !== 'lambda' && !operation.startsWith('lambda.');
}

function rightOf({ fn, operation, kind }: CountKey): string {
  const [service = '', call = ''] = operation.split('.');
  const action = `${service.toLowerCase()}:${call}`;
  return `${fn} ${allowedBy[action] ?? action}${kind.startsWith('index ') ? ' index' : ''}`;
}

function rightsIn(cdkOutDir: string): Set<string> {
  const resources = globSync(join(cdkOutDir, '*.template.json')).flatMap((path): Resource[] =>
    Object.values(JSON.parse(readFileSync(path, 'utf8')).Resources),
  );
  const policies = resources.flatMap(({ Type, Properties }) =>
    Type === 'AWS::IAM::Policy' ? [Properties] : [],
  );
  const rights = resources.flatMap(({ Type, Properties: fn }) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    const [roleId] = fn.Role['Fn::GetAtt'];
    return policies
      .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === roleId))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action, Resource: at }) => {
        const place = JSON.stringify(at).includes('/index/') ? ' index' : '';
        return [Action].flat().map((one) => `${shortNameOf(fn.FunctionName)} ${one}${place}`);
      });
  });
  return new Set(rights);
}

import { type Target, target } from '../../shared/contracts/ids.ts';
import { CliError } from './cli-error.ts';

/**
 * Reads `--changes-queue-url`: one address, which needs no name where there is one target, or
 * `<target>=<url>` for each, with commas between. A target that is not named has none.
 * @throws CliError for a name that is no target.
 */
export function readChangesQueueUrls(text: string): Partial<Record<Target, string>> {
  const urls: Partial<Record<Target, string>> = {};
  for (const part of text.split(',').filter(Boolean)) {
    const [, name, url] = /^([a-z0-9-]+)=(.+)$/.exec(part) ?? [];
    urls[name === undefined ? onlyTarget() : targetNamed(name)] = url ?? part;
  }
  return urls;
}

function onlyTarget(): Target {
  const [only, ...others] = target.options;
  if (only !== undefined && others.length === 0) return only;
  throw new CliError(`Say whose queue it is: ${target.options.join('=… or ')}=….`);
}

function targetNamed(name: string): Target {
  const known = target.options.find((option) => option === name);
  if (known !== undefined) return known;
  throw new CliError(`There is no target "${name}". There are: ${target.options.join(', ')}.`);
}

/** A function's name without what the stage puts before it, out of its name or ARN. */
export function shortNameOf(nameOrArn: string): string {
  const name = nameOrArn.split(':').at(-1) ?? '';
  return name.replace(/^rollerdoor-(?:local-)?/, '');
}

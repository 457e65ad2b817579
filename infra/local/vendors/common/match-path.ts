/** Whether two literal parts of a path are the same. */
type IsSame = (part: string, segment: string) => boolean;

/**
 * What stands in the path for the placeholders (`:name`) of a pattern, in order; undefined: it does not fit.
 * A vendor may not mind upper and lower case.
 */
export function matchPath(
  pattern: string,
  path: string,
  isSame: IsSame = (part, segment) => part === segment,
): readonly string[] | undefined {
  const [parts, segments] = [segmentsOf(pattern), segmentsOf(path)];
  if (parts.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) parameters.push(decode(segment));
    else if (!isSame(part, segment)) return undefined;
  }
  return parameters;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Recovery: a stray percent sign is taken literally, and will simply not be found.
    return segment;
  }
}

/** Of those whose path fits: the one of the method; 'method' when only that does not fit. */
export function ofMethod<F extends { route: { method: string } }>(
  fitting: readonly F[],
  method: string,
): F | 'method' | undefined {
  const found = fitting.find(({ route }) => route.method === method);
  return found ?? (fitting.length > 0 ? 'method' : undefined);
}

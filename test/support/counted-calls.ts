/**
 * The same ports; calls of the named ones are counted by `port.method`, as `links.save`. Only what a
 * real adapter answers with one call to AWS tells anything here.
 */
export function countedCalls<P extends object, K extends keyof P & string>(
  ports: P,
  names: readonly K[],
): { ports: P; calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const counted = names.map((name) => {
    const port: object = Object(ports[name]);
    const proxy = new Proxy(port, {
      get(target, method) {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const call = `${name}.${String(method)}`;
          calls[call] = (calls[call] ?? 0) + 1;
          return Reflect.apply(value, target, args);
        };
      },
    });
    return [name, proxy] as const;
  });
  return { ports: { ...ports, ...Object.fromEntries(counted) }, calls };
}

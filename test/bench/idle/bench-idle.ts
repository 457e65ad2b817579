/** What an operator costs for whom nothing happens. @throws until it is measured. */
export function benchIdle(): Promise<unknown> {
  return Promise.reject(new Error('idle: not measured yet.'));
}

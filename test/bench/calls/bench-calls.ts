/** What one invoice calls, beside what it called at the base. @throws until it is measured. */
export function benchCalls(): Promise<unknown> {
  return Promise.reject(new Error('calls: not measured yet.'));
}

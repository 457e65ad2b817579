/** How many operators, and how many waiting changes, before somebody waits for another. @throws until it is measured. */
export function benchScale(): Promise<unknown> {
  return Promise.reject(new Error('scale: not measured yet.'));
}

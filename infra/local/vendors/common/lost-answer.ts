/** Thrown where the simulation drops the answer: the caller sees a broken connection. */
export class LostAnswer extends Error {
  constructor() {
    super('The simulated connection broke before the answer arrived');
  }
}

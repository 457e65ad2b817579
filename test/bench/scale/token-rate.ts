/** A bucket that refills all the time, as the throttles of API Gateway, Lambda and SQS are described. */
export class TokenRate {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #atSeconds = 0;

  constructor(perSecond: number, burst = perSecond) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
  }

  take(nowSeconds: number): boolean {
    const refilled = this.#tokens + (nowSeconds - this.#atSeconds) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, refilled);
    this.#atSeconds = nowSeconds;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

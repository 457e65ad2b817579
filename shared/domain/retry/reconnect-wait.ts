const secondsAtFirst = 900;
const secondsLater = 1_140;
const restsAtFirst = 40;

/**
 * How long a message rests until it looks again whether somebody has connected. A queue hands a message
 * out a thousand times, then it becomes a dead letter, under an alarm. These waits add up to thirteen
 * days: longer ones would end with the fourteen that the queue keeps it, and then it goes without a word.
 */
export function reconnectWaitSeconds(rests: number): number {
  return rests < restsAtFirst ? secondsAtFirst : secondsLater;
}

const secondsAtFirst = 900;
const secondsLater = 1_800;
const restsAtFirst = 40;

/**
 * How long a message rests until it looks again whether somebody has connected. A queue hands a message
 * out a thousand times at most, and these waits have to last for the fourteen days that it keeps it.
 */
export function reconnectWaitSeconds(rests: number): number {
  return rests < restsAtFirst ? secondsAtFirst : secondsLater;
}

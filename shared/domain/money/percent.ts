/** "8.875 %", of a rate in hundredths of a percent; those of taxes may have decimals. */
export function percentWords(rateBasisPoints: number): string {
  return `${rateBasisPoints / 100} %`;
}

/** Accounting codes as they stand at the source; none of them is one of the ledger but the last two. */
export const codes = {
  rent: ['RENT-BRS', 'RENT-BTH', 'RENT-CDF'],
  goods: 'GOODS',
  fee: 'FEE',
  exempt: 'INS-EX',
  insurance: '260',
  deposit: '820',
} as const;

/** Where each code belongs in the ledger, which the operator has set. */
export const accountOfCode: Readonly<Record<string, string>> = {
  'RENT-BRS': '210',
  'RENT-BTH': '211',
  'RENT-CDF': '212',
  GOODS: '201',
  FEE: '404',
  'INS-EX': '265',
  PLANT: '201',
};

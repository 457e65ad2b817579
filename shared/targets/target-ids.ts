/** Every target there is, by the name that queues, stored items and variables carry. */
export const targetIds = ['xero'] as const;

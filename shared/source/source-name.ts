/** The system that changes come from, by the name that stored items and variables carry. */
export const sourceName = 'stora';

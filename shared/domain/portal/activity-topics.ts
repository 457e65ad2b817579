/** What activities are about, as people ask for them. */
export const activityTopics = ['documents', 'connections', 'settings', 'visits'] as const;
export type ActivityTopic = (typeof activityTopics)[number];

export const topicWords: Record<ActivityTopic, string> = {
  documents: 'Documents and customers',
  connections: 'Connections',
  settings: 'Settings',
  visits: 'Links and visits',
};

/** By what stands before the dot of an activity's type. */
const begins: Record<ActivityTopic, readonly string[]> = {
  documents: [
    ...['record', 'source', 'issue', 'issues', 'tracking', 'contact', 'history_note'],
    ...['document', 'backfill', 'night', 'difference', 'adoption'],
    ...['links', 'mismatch', 'mismatches'],
  ],
  connections: [
    'connection',
    'token',
    'authorization',
    'endpoint',
    'ciphertext',
    'keys',
    'silence',
  ],
  settings: ['settings', 'posting', 'limits', 'preview'],
  visits: ['link', 'visit', 'form', 'operator', 'person', 'people', 'mail', 'digest'],
};

/** Whether an activity is about it; undefined: about anything. */
export function isAbout(type: string, topic: ActivityTopic | undefined): boolean {
  return topic === undefined || begins[topic].includes(type.split('.')[0] ?? '');
}

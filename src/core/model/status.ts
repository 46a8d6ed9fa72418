/** The canonical statuses, in the order in which people meet them. */
export const statuses = ['todo', 'wip', 'blocked', 'done', 'failed', 'dropped'] as const;

/** What a task's status means. Files use their own words for it. */
export type Status = (typeof statuses)[number];

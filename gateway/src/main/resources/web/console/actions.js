/** The transitions as agents see them: their words, and what is asked before each. */

/** In the order in which they are offered; the gateway says which are legal. */
export const ACTIONS = [
  { name: 'resolve', label: 'Resolve', icon: 'check', main: true },
  { name: 'postpone', label: 'Postpone', icon: 'clock', main: true },
  { name: 'reopen', label: 'Reopen', icon: 'back', main: true },
  { name: 'not-spam', label: 'Not spam', icon: 'check', main: true },
  { name: 'restore', label: 'Restore', icon: 'back', main: true },
  { name: 'close', label: 'Close' },
  { name: 'spam', label: 'Mark as spam' },
  { name: 'delete', label: 'Delete', danger: true },
  { name: 'purge', label: 'Purge', danger: true },
];

/** What to ask before `action` is carried out; null where nothing is. */
export function question(action, now = new Date()) {
  switch (action) {
    case 'postpone':
      return {
        title: 'Postpone',
        text: 'The ticket leaves the queue and comes back by itself.',
        moments: moments(now),
        reason: 'Reason (optional)',
        confirm: 'Postpone',
      };
    case 'close':
      return {
        title: 'Close for good',
        text: 'A later message of the customer opens a new ticket that links back to this one.',
        reason: 'Reason',
        required: true,
        confirm: 'Close',
      };
    case 'spam':
      return {
        title: 'Mark as spam',
        text: 'The ticket leaves every list but “All”. It can be taken back.',
        reason: 'Reason (optional)',
        confirm: 'Mark as spam',
      };
    case 'delete':
      return {
        title: 'Delete',
        text: 'The ticket goes to the bin, from where it can be restored.',
        reason: 'Reason (optional)',
        confirm: 'Delete',
        danger: true,
      };
    case 'purge':
      return {
        title: 'Purge',
        text: 'Erases the content and the person for good. Nobody can take this back.',
        confirm: 'Purge',
        danger: true,
      };
    default:
      return null;
  }
}

/** Moments that agents postpone to most often, all later than `now`. */
function moments(now) {
  const at = (days, hour) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return date;
  };
  const inHours = (hours) =>
    new Date(Math.ceil(now.getTime() / 60_000) * 60_000 + hours * 3_600_000);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: 'In 1 hour', at: inHours(1) },
    { label: 'In 4 hours', at: inHours(4) },
    { label: 'Tomorrow 9:00', at: at(1, 9) },
    { label: 'Monday 9:00', at: at(toMonday, 9) },
    { label: 'In a week', at: at(7, 9) },
  ];
}

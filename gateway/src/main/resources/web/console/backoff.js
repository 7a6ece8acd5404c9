/** How long to wait before the next attempt: doubling, bounded, and spread by chance. */
const FIRST_MS = 400;
const LONGEST_MS = 15_000;

/**
 * Milliseconds before attempt number `attempt` (from 0). Between half and all of the doubled time,
 * so that a thousand consoles do not come back in the same moment.
 */
export function pause(attempt, random = Math.random) {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(most / 2 + (most / 2) * random());
}

/** What the address says: the tab, the open ticket and the filters, all in the URL's hash. */

/** The tabs over the list and the statuses that each shows; none means every status. */
export const TABS = [
  { name: 'queue', label: 'Queue', status: ['new', 'open'] },
  { name: 'answered', label: 'Answered', status: ['answered'] },
  { name: 'postponed', label: 'Postponed', status: ['postponed'] },
  { name: 'resolved', label: 'Resolved', status: ['resolved', 'closed'] },
  { name: 'all', label: 'All', status: [] },
];

/** The filters that an address may carry. */
export const FILTERS = ['priority', 'channel', 'department', 'assignee', 'q'];

/** Every priority, most urgent first. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'];

const LONGEST_FILTER = 200;

/** Reads `#/queue/K7M2Q-9XD4T?priority=high`; whatever it cannot read it leaves out. */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, ticket] = path.split('/', 2);
  const tab = TABS.find((known) => known.name === name) ?? TABS[0];
  const given = new URLSearchParams(query);
  const filter = {};
  for (const key of FILTERS) {
    const value = given.get(key);
    if (value) filter[key] = value.slice(0, LONGEST_FILTER);
  }
  return { tab, ticket: ticket && /^[0-9A-Z-]{5,20}$/.test(ticket) ? ticket : null, filter };
}

/** Writes the hash that {@link parse} reads. */
export function format({ tab, ticket, filter }) {
  const query = new URLSearchParams(
    FILTERS.filter((key) => filter[key]).map((key) => [key, filter[key]]),
  ).toString();
  return `#/${tab.name}${ticket ? `/${ticket}` : ''}${query ? `?${query}` : ''}`;
}

/** The filter as the live queue takes it; `me` is the signed-in agent's e-mail address. */
export function liveFilter({ tab, filter }, me) {
  const wanted = {};
  if (tab.status.length) wanted.status = tab.status;
  for (const key of ['priority', 'channel', 'department']) {
    if (filter[key]) wanted[key] = [filter[key]];
  }
  if (filter.assignee) wanted.assignee = filter.assignee === 'me' ? me : filter.assignee;
  if (filter.q) wanted.q = filter.q;
  return wanted;
}

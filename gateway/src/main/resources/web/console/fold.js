/**
 * The fold rule of the live queue, as a pure function: applied to a snapshot and every delta after
 * it, the view equals what GET /api/tickets answers for the same filter.
 */

/** A view that has seen no frame yet. */
export const EMPTY = Object.freeze({ epoch: null, seq: -1, total: null, tickets: [] });

/**
 * The view after `frame`. A delta that was seen already changes nothing; one of merged deltas
 * carries the last number of those it stands for, so that numbers may jump but never go back.
 *
 * `rank` is a ticket's place in the list once the whole frame is applied: all removed and all moved
 * tickets leave first, then the moved and new ones are put in from the lowest rank up.
 */
export function fold(view, frame) {
  if (frame.op === 'snapshot') {
    return { epoch: frame.epoch, seq: frame.seq, total: frame.total, tickets: frame.tickets };
  }
  if (frame.op !== 'delta' || frame.seq <= view.seq) return view;
  const upserts = [...(frame.upsert ?? [])].sort((a, b) => a.rank - b.rank);
  const leaving = new Set(frame.remove ?? []);
  for (const { ticket } of upserts) leaving.add(ticket.id);
  const tickets = view.tickets.filter((ticket) => !leaving.has(ticket.id));
  for (const { rank, ticket } of upserts) tickets.splice(rank, 0, ticket);
  return { epoch: view.epoch, seq: frame.seq, total: frame.total ?? view.total, tickets };
}

/** The tickets of `after` that `before` did not show and that came since: newest contacts. */
export function arrivals(before, after) {
  if (before.epoch === null) return [];
  const known = new Set(before.tickets.map((ticket) => ticket.id));
  return after.tickets.filter((ticket) => !known.has(ticket.id));
}

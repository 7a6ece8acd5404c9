/** What happened to a ticket, as a line that people read. */
import { short } from './time.js';
import { told } from './delivery.js';

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;

/**
 * The sentence of the event `entry`, its times in the reader's own zone, with the reason that was
 * given and who did it where the sentence does not say so.
 */
export function sentence({ text, facts, author, delivery }, now) {
  const plain = text.replace(INSTANT, (at) => short(at, now)).replace(/\.$/, '');
  const reason = typeof facts.reason === 'string' && facts.reason;
  const because = reason ? `: “${reason}”` : '';
  const by = author.name && !plain.includes(author.name) ? `${author.name} · ` : '';
  const sent = delivery ? ` · ${told(delivery, now)}` : '';
  return `${by}${plain}${because}${sent}`;
}

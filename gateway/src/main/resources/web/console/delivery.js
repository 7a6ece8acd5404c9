/** How far what goes to the customer has come, in words, and how the page learns of it. */
import { span } from './time.js';

/** How often the page asks again while something waits to leave. */
const AGAIN_MS = 5_000;

/** Outcomes that are worth a word. */
const OUTCOMES = { failed: 'Not delivered', uncertain: 'Perhaps not delivered' };

const waits = ({ delivery }) => delivery?.state === 'pending';

/** Why a message that could not leave waits, and until when; empty where it has no trouble. */
function waiting({ reason, attempts, nextAttemptAt }, now) {
  if (!reason && !attempts) return '';
  const left = nextAttemptAt ? Date.parse(nextAttemptAt) - now : 0;
  const next = left > 0 ? `next try in ${span(left)}` : 'being tried again';
  return `Not sent yet, ${next}${reason ? `: ${reason.replace(/\.$/, '')}` : ''}`;
}

/** How far an answer got, where that is worth a word. */
export function reached(delivery, now) {
  if (!delivery) return '';
  if (delivery.readAt) return 'Read';
  if (delivery.deliveredAt) return 'Delivered';
  return waits({ delivery }) ? waiting(delivery, now) : OUTCOMES[delivery.state];
}

/** The same for what goes out with an event, such as an acknowledgement, with what it is. */
export function told(delivery, now) {
  if (!delivery) return '';
  const word = (waits({ delivery }) && waiting(delivery, now)) || delivery.state;
  return `${delivery.purpose} ${word.replace(/^N/, 'n')}`;
}

/**
 * A Lit controller that reads the thread of the open ticket again while something of it waits to
 * leave: that it left changes no ticket, so nothing else tells.
 */
export class Departures {
  #timer = null;

  /** `feed` knows the thread; `read` is called with a function that reads what waits again. */
  constructor(host, feed, read) {
    this.feed = feed;
    this.read = read;
    host.addController(this);
  }

  hostUpdated() {
    if (this.#timer || !this.feed.thread.some(waits)) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.read(waits);
    }, AGAIN_MS);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}

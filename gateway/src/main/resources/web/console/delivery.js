/** How far what goes to the customer has come, in words, and how the page learns of it. */
import { span } from './time.js';

/** How soon, and how late, the page asks again while something waits to leave. */
const AGAIN_MS = 5_000;
const LATEST_MS = 10_000;

/** What is due for so long without a first try is held back by something else. */
const HELD_BACK_MS = 30_000;

/** Outcomes that are worth a word. */
const OUTCOMES = { failed: 'Not delivered', uncertain: 'Perhaps not delivered' };

const waits = ({ delivery }) => delivery?.state === 'pending';

/** Why a message that could not leave waits, and until when; empty where it has no trouble. */
function waiting({ reason, attempts, nextAttemptAt }, now) {
  const left = nextAttemptAt ? Date.parse(nextAttemptAt) - now : 0;
  if (!reason && !attempts) {
    const held = left < -HELD_BACK_MS;
    return held ? 'Not sent yet: waits for a way out, or for the message before it' : '';
  }
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
    const waiting = this.feed.thread.filter(waits);
    if (this.#timer || !waiting.length) return;
    const due = Math.min(...waiting.map(({ delivery }) => Date.parse(delivery.nextAttemptAt) || 0));
    const pause = Math.min(Math.max(due - Date.now(), AGAIN_MS), LATEST_MS);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (document.hidden) this.hostUpdated();
      else this.read(waits);
    }, pause);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}

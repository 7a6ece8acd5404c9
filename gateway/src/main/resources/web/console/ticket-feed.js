/** What is known of the open ticket, and how it is kept up to date. */

/**
 * A Lit controller that reads the ticket and its thread and asks its host to render. Only what is
 * new in the thread is read; calls that come while one is under way are answered by one more.
 */
export class TicketFeed {
  /** Which opening is shown: a ticket left and opened again is another one, and starts empty. */
  #opening = null;
  #reading = null;
  #again = false;
  /** Tells entries that are to be read again. */
  #stale = [];

  /** `onFresh` is told the entries that came in after the ticket was first shown. */
  constructor(host, onFresh) {
    this.host = host;
    this.onFresh = onFresh;
    host.addController(this);
    this.open(null);
  }

  hostConnected() {}

  /** Forgets what was shown and turns to the ticket `id`; {@link read} reads it. */
  open(id) {
    this.id = id;
    this.#opening = {};
    this.ticket = null;
    this.thread = [];
    this.allowed = [];
    this.replyable = false;
    this.unreachable = null;
    this.continuedIn = null;
    this.#again = false;
  }

  /** Reads what is new, with `api`. Fails only where the ticket could not be shown at all. */
  async read(api) {
    const opening = this.#opening;
    if (this.#reading === opening) {
      this.#again = true;
      return;
    }
    this.#reading = opening;
    try {
      do {
        this.#again = false;
        await this.#readOnce(api, opening);
      } while (this.#again && opening === this.#opening);
    } catch (error) {
      if (opening === this.#opening && !this.ticket) throw error;
    } finally {
      if (this.#reading === opening) this.#reading = null;
    }
  }

  /** Reads what is new, and again from the first entry on that `stale` tells, as {@link read} does. */
  recheck(api, stale) {
    this.#stale.push(stale);
    return this.read(api);
  }

  /** From where on the thread is to be read. */
  #from() {
    const stale = this.#stale;
    this.#stale = [];
    const first = this.thread.findIndex((entry) => stale.some((tells) => tells(entry)));
    return (first < 0 ? this.thread.length : first) + 1;
  }

  async #readOnce(api, opening) {
    const { id } = this;
    const shown = this.ticket !== null;
    const fresh = [];
    let from = this.#from();
    while (from) {
      const answer = await api.thread(id, from);
      if (opening !== this.#opening) return;
      fresh.push(...this.#take(answer));
      from = answer.threadNext;
    }
    if (shown && fresh.some((entry) => entry.facts.event === 'purged')) this.#forget();
    else if (shown && fresh.length) this.onFresh(fresh);
  }

  /** A purge erased entries that were read before: reads all of them again. */
  #forget() {
    this.thread = [];
    this.ticket = null;
    this.#again = true;
  }

  #take({ thread, threadNext, allowed, replyable, unreachable, continuedIn, ...ticket }) {
    const fresh = thread.filter((entry) => entry.seq > this.thread.length);
    this.ticket = ticket;
    this.allowed = allowed;
    this.replyable = replyable;
    this.unreachable = unreachable;
    this.continuedIn = continuedIn;
    const kept = thread.length ? this.thread.slice(0, thread[0].seq - 1) : this.thread;
    this.thread = [...kept, ...thread];
    this.host.requestUpdate();
    return fresh;
  }
}

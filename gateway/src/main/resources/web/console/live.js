/** The live queue's socket: subscribes, folds, notices a lost connection and resumes. */
import { EMPTY, arrivals, fold } from './fold.js';
import { pause } from './backoff.js';

/** The gateway closes with this code when the session is over. */
const UNAUTHENTICATED = 4401;

/**
 * A browser does not tell when a peer falls silent without closing, so we ask now and then whether
 * it is there, and hang up when nothing at all came for a while.
 */
const PING_MS = 20_000;
const SILENCE_MS = 45_000;

/** A dial that takes longer than this counts as failed. */
const DIAL_MS = 10_000;

/** How often a customer is told, at most, that an answer is being written. */
const TYPING_MS = 3_000;

/**
 * One socket with any number of subscriptions. Its `state` is `connecting`, `live`, `waiting` (then
 * `retryAt` says until when, in milliseconds), `offline` or `stopped`.
 *
 * Fires `state` when that changes, `view` (`{id, view, arrived}`) when a subscription's list does,
 * `presence` (`{ticket, agents}`), `customer` (`{ticket, does}`: `typing` or `seen`), `problem` when the gateway would not take a frame, and `refused`
 * when it would not take the connection: perhaps the session is over.
 *
 * Each subscription keeps its epoch and number, and names them after a reconnect: the gateway then
 * sends what was missed or a fresh snapshot, so the list is never cleared in between.
 */
export class Live extends EventTarget {
  #socket = null;
  #subscriptions = new Map();
  #attempt = 0;
  #timer = null;
  #heartbeat = null;
  #heardAt = 0;
  #viewing = null;
  #count = 0;
  #typedAt = -TYPING_MS;

  /** `url` is the socket's address; `open` makes the socket, for tests. */
  constructor(url, open = (address) => new WebSocket(address)) {
    super();
    this.url = url;
    this.open = open;
    this.state = 'stopped';
    this.retryAt = 0;
  }

  /** Connects, and stays connected until {@link stop}. */
  start() {
    if (this.state !== 'stopped') return;
    addEventListener('online', this.#nowOnline);
    addEventListener('offline', this.#nowOffline);
    document.addEventListener('visibilitychange', this.#visible);
    this.#attempt = 0;
    this.#dial();
  }

  /** Disconnects and forgets every subscription. */
  stop() {
    removeEventListener('online', this.#nowOnline);
    removeEventListener('offline', this.#nowOffline);
    document.removeEventListener('visibilitychange', this.#visible);
    this.#subscriptions.clear();
    this.#viewing = null;
    this.#drop();
    this.#become('stopped');
  }

  /** Tries again at once instead of waiting. */
  retry() {
    if (this.state === 'waiting' || this.state === 'offline') this.#dial();
  }

  /** Shows the tickets of `filter`, at most `limit` of them, under the name `id`. */
  subscribe(id, filter, limit) {
    const key = JSON.stringify([filter, limit]);
    if (this.#subscriptions.get(id)?.key === key) return;
    this.unsubscribe(id);
    const wire = `${id}-${++this.#count}`;
    const subscription = { id, wire, key, filter, limit, view: EMPTY };
    this.#subscriptions.set(id, subscription);
    this.#sendSubscribe(subscription);
  }

  /** Ends the subscription called `id`. */
  unsubscribe(id) {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return;
    this.#subscriptions.delete(id);
    this.#send({ op: 'unsubscribe', id: subscription.wire });
  }

  /** The list of the subscription called `id` as it stands. */
  view(id) {
    return this.#subscriptions.get(id)?.view ?? EMPTY;
  }

  /** Tells colleagues which ticket is on the screen; null for none. */
  viewing(ticket) {
    if (this.#viewing === ticket) return;
    this.#viewing = ticket;
    this.#send({ op: 'viewing', ticket });
  }

  /** Tells the customer of `ticket` that an answer is being written. */
  typing(ticket) {
    const now = performance.now();
    if (now - this.#typedAt < TYPING_MS) return;
    this.#typedAt = now;
    this.#send({ op: 'typing', ticket });
  }

  #dial() {
    this.#drop();
    if (!navigator.onLine) {
      this.#become('offline');
      return;
    }
    this.#become('connecting');
    const socket = this.open(this.url);
    this.#socket = socket;
    let opened = false;
    this.#timer = setTimeout(() => socket.close(), DIAL_MS);
    socket.onopen = () => {
      opened = true;
      clearTimeout(this.#timer);
      this.#heardAt = performance.now();
      this.#heartbeat = setInterval(() => this.#ping(), PING_MS);
      this.#become('live');
      for (const subscription of this.#subscriptions.values()) this.#sendSubscribe(subscription);
      if (this.#viewing) this.#send({ op: 'viewing', ticket: this.#viewing });
    };
    socket.onmessage = ({ data }) => {
      this.#heardAt = performance.now();
      this.#receive(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      this.#drop();
      this.#wait();
      if (!opened || code === UNAUTHENTICATED) this.dispatchEvent(new Event('refused'));
    };
  }

  #wait() {
    if (this.state === 'stopped') return;
    if (!navigator.onLine) {
      this.#become('offline');
      return;
    }
    const ms = pause(this.#attempt++);
    this.retryAt = Date.now() + ms;
    this.#timer = setTimeout(() => this.#dial(), ms);
    this.#become('waiting');
  }

  #ping() {
    if (performance.now() - this.#heardAt > SILENCE_MS) {
      this.#drop();
      this.#wait();
    } else {
      this.#send({ op: 'ping' });
    }
  }

  /** Lets go of the socket without its close being taken for a failure. */
  #drop() {
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    if (!this.#socket) return;
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #sendSubscribe({ wire, filter, limit, view }) {
    const frame = { op: 'subscribe', id: wire, filter, limit };
    if (view.epoch !== null) frame.resume = { epoch: view.epoch, seq: view.seq };
    this.#send(frame);
  }

  #receive(frame) {
    switch (frame.op) {
      case 'snapshot':
      case 'delta':
        this.#attempt = 0;
        this.#fold(frame);
        break;
      case 'presence':
        this.#dispatch('presence', { ticket: frame.ticket, agents: frame.agents });
        break;
      case 'customer':
        this.#dispatch('customer', { ticket: frame.ticket, does: frame.does });
        break;
      case 'error':
        this.#dispatch('problem', frame);
        break;
    }
  }

  #fold(frame) {
    // What is still on its way for a subscription that was replaced names another one.
    const subscription = [...this.#subscriptions.values()].find(({ wire }) => wire === frame.id);
    if (!subscription) return;
    const before = subscription.view;
    subscription.view = fold(before, frame);
    if (subscription.view === before) return;
    const arrived = arrivals(before, subscription.view);
    this.#dispatch('view', { id: subscription.id, view: subscription.view, arrived });
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #nowOnline = () => this.retry();

  #nowOffline = () => {
    if (this.state === 'stopped') return;
    this.#drop();
    this.#become('offline');
  };

  #visible = () => {
    if (!document.hidden) this.retry();
  };
}

/** The live queue's socket: subscribes, folds, notices a lost connection and resumes. */
import { EMPTY, arrivals, fold } from './fold.js';
import { pause } from './backoff.js';

/** The gateway closes with this code when the session is over. */
const UNAUTHENTICATED = 4401;

/** A dial that takes longer than this counts as failed. */
const DIAL_MS = 10_000;

/**
 * One socket with any number of subscriptions. Its `state` is `connecting`, `live`, `waiting` (then
 * `retryAt` says until when, in milliseconds), `offline` or `stopped`. Fires `state` when the connection's state changes,
 * `view` (`{id, view, arrived}`) when a subscription's list does, `presence` (`{ticket, agents}`),
 * and `refused` when the gateway would not take the connection: perhaps the session is over.
 *
 * Each subscription keeps its epoch and number, and names them after a reconnect: the gateway then
 * sends what was missed or a fresh snapshot, so the list is never cleared in between.
 */
export class Live extends EventTarget {
  #socket = null;
  #subscriptions = new Map();
  #attempt = 0;
  #timer = null;
  #viewing = null;

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
    const now = this.#subscriptions.get(id);
    const key = JSON.stringify([filter, limit]);
    if (now?.key === key) return;
    this.#subscriptions.set(id, { key, filter, limit, view: EMPTY });
    this.#sendSubscribe(id);
  }

  /** Ends the subscription called `id`. */
  unsubscribe(id) {
    if (this.#subscriptions.delete(id)) this.#send({ op: 'unsubscribe', id });
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
      this.#become('live');
      for (const id of this.#subscriptions.keys()) this.#sendSubscribe(id);
      if (this.#viewing) this.#send({ op: 'viewing', ticket: this.#viewing });
    };
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => {
      this.#socket = null;
      clearTimeout(this.#timer);
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

  /** Lets go of the socket without its close being taken for a failure. */
  #drop() {
    clearTimeout(this.#timer);
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

  #sendSubscribe(id) {
    const { filter, limit, view } = this.#subscriptions.get(id);
    const frame = { op: 'subscribe', id, filter, limit };
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
      case 'error':
        this.#dispatch('problem', frame);
        break;
    }
  }

  #fold(frame) {
    const subscription = this.#subscriptions.get(frame.id);
    if (!subscription) return;
    const before = subscription.view;
    subscription.view = fold(before, frame);
    if (subscription.view === before) return;
    const arrived = arrivals(before, subscription.view);
    this.#dispatch('view', { id: frame.id, view: subscription.view, arrived });
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

/** Signs of life of the open ticket's customer, and ours to them: only the web chat has them. */

/** How long a sign that the customer is writing holds. */
const TYPING_MS = 6_000;

/**
 * A Lit controller of a host with `live` and `ticketId`. Says by `writing` whether the customer is,
 * and calls `onSeen` when they have got or read an answer.
 */
export class CustomerSigns {
  writing = false;
  #timer = null;

  constructor(host, onSeen) {
    this.host = host;
    this.onSeen = onSeen;
    host.addController(this);
  }

  hostConnected() {
    this.host.live.addEventListener('customer', this.#onCustomer);
  }

  hostDisconnected() {
    this.host.live.removeEventListener('customer', this.#onCustomer);
    this.stopped();
  }

  /** The customer has written, or another ticket is open. */
  stopped() {
    clearTimeout(this.#timer);
    this.#write(false);
  }

  /** The agent is writing an answer; only the web chat shows that. */
  answering({ id, kind }) {
    if (kind === 'chat') this.host.live.typing(id);
  }

  #write(writing) {
    if (this.writing === writing) return;
    this.writing = writing;
    this.host.requestUpdate();
  }

  #onCustomer = ({ detail: { ticket, does } }) => {
    if (ticket !== this.host.ticketId) return;
    if (does === 'typing') {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#write(false), TYPING_MS);
      this.#write(true);
    } else {
      this.onSeen();
    }
  };
}

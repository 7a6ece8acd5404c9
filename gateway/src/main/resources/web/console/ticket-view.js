/** An open ticket: its head, its thread and where to answer; it follows the ticket live. */
import { LitElement, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { banners, base, buttons } from './styles.js';
import { answered } from './answered.js';
import { undelivered } from './undelivered.js';
import { contactName } from './people.js';
import { icon } from './icons.js';
import { question } from './actions.js';
import { withdrawn } from './provider-files.js';
import { Departures } from './delivery.js';
import { CustomerSigns } from './customer-signs.js';
import { TicketFeed } from './ticket-feed.js';
import { ticketStyles } from './ticket-styles.js';
import { Ticking } from './time.js';
import './composer.js';
import './thread-entry.js';
import './ticket-head.js';

/** The name of the subscription that follows the open ticket. */
const SUBSCRIPTION = 'ticket';

/** How exact the ages in the thread are: what changes more often is rendered more often. */
const COARSE_MS = 10_000;

/** What the customer has not read, as far as we know. */
const unread = ({ delivery }) => delivery && !delivery.readAt;

/** How close to the end of the thread, in pixels, counts as being there. */
const NEAR_END = 80;

/**
 * Shows the ticket `ticketId`. `ask` asks the agent something. Fires `leave` to go back, `skipped`
 * with the next ticket or null, and `said` with a word of success.
 */
class TicketView extends LitElement {
  static properties = {
    ticketId: {},
    api: { attribute: false },
    live: { attribute: false },
    agents: { attribute: false },
    ask: { attribute: false },
    me: {},
    present: { state: true },
    problem: { state: true },
    busy: { state: true },
    unseen: { state: true },
  };

  static styles = [base, buttons, banners, ticketStyles];

  constructor() {
    super();
    new Ticking(this);
    this.feed = new TicketFeed(this, (fresh) => this.#fresh(fresh));
    const recheck = (stale) => this.#read(() => this.feed.recheck(this.api, stale));
    this.signs = new CustomerSigns(this, () => recheck(unread));
    new Departures(this, this.feed, recheck);
    this.present = [];
    this.sizes = new ResizeObserver(() => this.pinned && this.#toEnd());
  }

  connectedCallback() {
    super.connectedCallback();
    this.live.addEventListener('view', this.#onView);
    this.live.addEventListener('presence', this.#onPresence);
    this.live.addEventListener('state', this.#onState);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.live.removeEventListener('view', this.#onView);
    this.live.removeEventListener('presence', this.#onPresence);
    this.live.removeEventListener('state', this.#onState);
    this.sizes.disconnect();
    this.column = null;
    this.live.unsubscribe(SUBSCRIPTION);
    this.live.viewing(null);
  }

  /** Puts the cursor into the field for a `reply` or a `note`. */
  compose(kind) {
    this.renderRoot.querySelector('omni-composer')?.focusOn(kind);
  }

  /** Carries out `action` where it is legal, after asking what it needs. */
  async act(action) {
    if (!this.feed.allowed.includes(action) || this.busy) return;
    const asked = question(action);
    const answer = asked ? await this.ask(asked) : {};
    if (!answer) return;
    const move = { action };
    if (answer.until) move.until = answer.until.toISOString();
    if (answer.reason) move.reason = answer.reason;
    await this.#write(() => this.api.transition(this.ticketId, move, this.feed.ticket.version));
  }

  async #sendAgain(message) {
    const { version } = this.feed.ticket;
    await this.#write(() => this.api.sendAgain(this.ticketId, message, version));
  }

  willUpdate(changed) {
    if (!changed.has('ticketId')) return;
    this.feed.open(this.ticketId);
    this.present = [];
    this.signs.stopped();
    this.problem = null;
    this.unseen = false;
    this.live.subscribe(SUBSCRIPTION, { q: this.ticketId }, 5);
    this.live.viewing(this.ticketId);
    this.pinned = true;
    this.#read();
  }

  updated() {
    this.#observe();
  }

  render() {
    const { ticket, thread, allowed, replyable, unreachable, continuedIn } = this.feed;
    if (!ticket) return this.#waiting();
    const now = Date.now();
    const customer = contactName(ticket.contact);
    const gone = withdrawn(thread);
    const lost = undelivered(thread);
    const answers = answered(thread, gone);
    return html`<omni-ticket-head
        .ticket=${ticket}
        .allowed=${allowed}
        .continuedIn=${continuedIn}
        .agents=${this.agents}
        .present=${this.present}
        .me=${this.me}
        .now=${now}
        .busy=${this.busy}
        @act=${(event) => this.act(event.detail)}
        @patch=${this.#patch}
        @skip=${this.#skip}
        @leave=${this.#leave}
      ></omni-ticket-head>
      <div class="thread" tabindex="0" role="log" aria-label="Thread" @scroll=${this.#scrolled}>
        <div class="column">
          ${repeat(
            thread,
            (entry) => entry.id,
            (entry) =>
              html`<omni-entry
                .entry=${entry}
                .now=${now - (now % COARSE_MS)}
                .fallbackName=${customer}
                .withdrawn=${gone.has(entry.id)}
                .undelivered=${lost.has(entry.id)}
                .answers=${answers.get(entry.id) ?? ''}
                @send-again=${() => this.#sendAgain(entry.id)}
              ></omni-entry>`,
          )}
        </div>
        ${
          this.unseen
            ? html`<div class="unseen">
                <button class="btn primary small" @click=${this.#toEnd}>
                  ${icon('down', 14)}New in the thread
                </button>
              </div>`
            : ''
        }
      </div>
      <p class="writing quiet" role="status">${this.signs.writing ? `${customer} is writing …` : ''}</p>
      ${this.#banner()}
      <omni-composer
        .ticket=${this.ticketId}
        .api=${this.api}
        .to=${customer}
        .replyable=${replyable}
        .unreachable=${unreachable}
        .busy=${this.busy}
        @send=${this.#send}
        @typing=${() => this.signs.answering(ticket)}
      ></omni-composer>`;
  }

  #waiting() {
    return html`<div class="void">
      ${
        this.problem
          ? html`<p role="alert">${this.problem.message}</p>
              <button class="btn" @click=${this.#leave}>${icon('back')}Back to the list</button>`
          : html`<p class="quiet" aria-busy="true">Loading …</p>`
      }
    </div>`;
  }

  #banner() {
    if (!this.problem) return '';
    return html`<div class="banner bad" role="alert">
      <span class="grow">${this.problem.message}</span>
      <button class="btn small" @click=${this.#reload}>Reload</button>
    </div>`;
  }

  async #read(reading = () => this.feed.read(this.api)) {
    const { id } = this.feed;
    try {
      await reading();
    } catch (error) {
      if (id === this.ticketId) this.problem = error;
    }
  }

  #fresh(entries) {
    if (entries.some(({ direction }) => direction === 'in')) this.signs.stopped();
    if (!this.pinned && entries.some((entry) => entry.kind === 'message')) this.unseen = true;
  }

  async #write(call) {
    this.busy = true;
    this.problem = null;
    try {
      await call();
      return true;
    } catch (error) {
      if (error.allowed) this.feed.allowed = error.allowed;
      this.problem = error;
      return false;
    } finally {
      this.busy = false;
      await this.#read();
    }
  }

  async #send({ detail: { kind, text, uploads } }) {
    const id = this.ticketId;
    const composer = this.renderRoot.querySelector('omni-composer');
    const { version } = this.feed.ticket;
    const stored = await this.#write(async () => {
      if (kind === 'note') await this.api.note(id, text);
      else await this.api.reply(id, text, uploads, version);
      composer.sent(id, kind);
    });
    if (!stored) composer.refused(this.problem?.uploads ?? []);
    else if (id === this.ticketId) this.#toEnd();
  }

  #patch({ detail }) {
    return this.#write(() => this.api.patch(this.ticketId, detail, this.feed.ticket.version));
  }

  async #skip() {
    const answer = await this.ask({
      title: 'Skip this ticket',
      text: 'It goes back to the queue, and you get the next one.',
      reason: 'Reason (optional)',
      confirm: 'Skip',
    });
    if (!answer) return;
    let next = null;
    const done = await this.#write(async () => {
      next = await this.api.next(this.ticketId, answer.reason);
    });
    if (done) this.dispatchEvent(new CustomEvent('skipped', { detail: next }));
  }

  #reload() {
    this.problem = null;
    this.#read();
  }

  #leave() {
    this.dispatchEvent(new Event('leave'));
  }

  /** While the reader is at the end of the thread, what grows there stays in sight. */
  #observe() {
    const column = this.renderRoot.querySelector('.column');
    if (column === this.column) return;
    this.column = column;
    this.sizes.disconnect();
    if (!column) return;
    this.sizes.observe(column);
    this.sizes.observe(column.parentElement);
  }

  #toEnd() {
    const box = this.renderRoot.querySelector('.thread');
    if (box) box.scrollTop = box.scrollHeight;
    this.pinned = true;
    this.unseen = false;
  }

  #scrolled({ target }) {
    this.pinned = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END;
    if (this.pinned) this.unseen = false;
  }

  #onView = ({ detail: { view } }) => {
    const seen = view.tickets.find((ticket) => ticket.id === this.ticketId);
    if (seen && this.feed.ticket && seen.version > this.feed.ticket.version) this.#read();
  };

  #onPresence = ({ detail: { ticket, agents } }) => {
    if (ticket === this.ticketId) this.present = agents.filter(({ email }) => email !== this.me);
  };

  #onState = () => {
    if (this.live.state === 'live' && this.feed.ticket) this.#read();
    if (this.live.state !== 'live') this.present = [];
  };
}

customElements.define('omni-ticket', TicketView);

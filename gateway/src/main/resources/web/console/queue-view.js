/** The live list of tickets. */
import { LitElement, css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatars } from './avatars.js';
import { base, buttons, pills } from './styles.js';
import { contactName } from './people.js';
import { places, play } from './flip.js';
import { row, rowStyles } from './queue-row.js';
import { Ticking } from './time.js';
import { icon } from './icons.js';
import './queue-filters.js';

/**
 * Shows `view`, a folded subscription. Fires `open` with a ticket ID, `more` when further tickets
 * are wanted, and passes `route` on from the filters.
 */
class QueueView extends LitElement {
  static properties = {
    view: { attribute: false },
    route: { attribute: false },
    agents: { attribute: false },
    config: { attribute: false },
    arrived: { attribute: false },
    me: {},
    marked: { state: true },
    byKeyboard: { state: true },
  };

  static styles = [
    base,
    buttons,
    pills,
    avatars,
    rowStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--surface);
      }
      .scroll {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        container-type: inline-size;
      }
      .list:focus-visible {
        outline-offset: -2px;
      }
      .empty {
        display: grid;
        justify-items: center;
        gap: var(--s2);
        padding: 12vh var(--s5) var(--s6);
        text-align: center;
        color: var(--ink-2);
      }
      .empty h2 {
        font-size: 18px;
        color: var(--ink);
        letter-spacing: -0.01em;
      }
      .empty p {
        max-width: 340px;
      }
      .more {
        display: grid;
        justify-items: center;
        padding: var(--s4);
      }
      .ghost-row {
        height: 46px;
        border-bottom: 1px solid var(--line);
        display: flex;
        align-items: center;
        padding: 0 var(--s5);
      }
      .ghost-row::before {
        content: '';
        height: 10px;
        width: 62%;
        border-radius: 6px;
        background: var(--sunken);
        animation:
          appear 0.3s 0.15s backwards,
          pulse 1.4s 0.45s ease-in-out infinite;
      }
      @keyframes appear {
        from {
          opacity: 0;
        }
      }
      @keyframes pulse {
        50% {
          opacity: 0.45;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Ticking(this);
    this.arrived = new Set();
    this.config = { channels: [], departments: [] };
  }

  /** Moves the mark by `step` rows and shows it. */
  move(step) {
    const ids = this.view.tickets.map((ticket) => ticket.id);
    if (!ids.length) return;
    const now = ids.indexOf(this.marked ?? this.route.ticket);
    const next = now < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, now + step));
    this.marked = ids[next];
    this.byKeyboard = true;
    this.updateComplete.then(() =>
      this.renderRoot.getElementById(`t-${this.marked}`)?.scrollIntoView({ block: 'nearest' }),
    );
  }

  /** Opens the marked ticket; false where none is marked. */
  openMarked() {
    if (!this.view.tickets.some((ticket) => ticket.id === this.marked)) return false;
    this.#fire('open', this.marked);
    return true;
  }

  /** Gives the list the focus. */
  focusList() {
    this.renderRoot.querySelector('.list')?.focus({ preventScroll: true });
  }

  /** Puts the cursor into the search field. */
  focusSearch() {
    this.renderRoot.querySelector('omni-filters').focusSearch();
  }

  willUpdate(changed) {
    if (!changed.has('view')) return;
    this.before = this.#list && changed.get('view')?.epoch ? places(this.#list) : null;
  }

  updated(changed) {
    if (!changed.has('view') || !this.before || !this.#list) return;
    play(this.#list, this.before, this.arrived);
    this.before = null;
  }

  render() {
    return html`<omni-filters
        .route=${this.route}
        .total=${this.view.total}
        .config=${this.config}
        .agents=${this.agents}
        .me=${this.me}
      ></omni-filters>
      <div class="scroll">${this.#body()}</div>`;
  }

  get #list() {
    return this.renderRoot.querySelector('.list');
  }

  #body() {
    const { tickets, total, epoch } = this.view;
    if (epoch === null) {
      return html`<div aria-busy="true" aria-label="Loading">
        ${[1, 2, 3, 4, 5, 6].map(() => html`<div class="ghost-row"></div>`)}
      </div>`;
    }
    if (!tickets.length) return this.#empty();
    const now = Date.now();
    return html`<div
        class="list ${this.byKeyboard ? 'keyboard' : ''}"
        role="listbox"
        tabindex="0"
        aria-label="${this.route.tab.label}, ${total} tickets"
        aria-activedescendant=${this.marked ? `t-${this.marked}` : ''}
        @pointermove=${() => (this.byKeyboard = false)}
      >
        ${repeat(
          tickets,
          (ticket) => ticket.id,
          (ticket, index) =>
            row(ticket, {
              now,
              me: this.me,
              agents: this.agents,
              marked: ticket.id === this.marked,
              open: ticket.id === this.route.ticket,
              position: index + 1,
              size: total,
              onOpen: this.#open,
            }),
        )}
      </div>
      ${
        total > tickets.length
          ? html`<div class="more">
              <button class="btn" @click=${() => this.#fire('more')}>
                ${icon('down')}Show more (${total - tickets.length} below)
              </button>
            </div>`
          : ''
      }`;
  }

  #empty() {
    if (Object.keys(this.route.filter).length) {
      return html`<div class="empty">
        ${gate('var(--line-strong)')}
        <h2>Nothing matches</h2>
        <p>No ticket fits these filters. Clear them to see the whole list.</p>
      </div>`;
    }
    const queue = this.route.tab.name === 'queue';
    return html`<div class="empty">
      ${gate('var(--brand)')}
      <h2>${queue ? 'All caught up' : 'Nothing here'}</h2>
      <p>
        ${
          queue
            ? 'Nobody is waiting. New contacts appear here by themselves, the moment they arrive.'
            : 'Tickets show up here by themselves.'
        }
      </p>
    </div>`;
  }

  #open = (id, event) => {
    if (event.button === 2) return;
    if (event.button === 1 || event.ctrlKey || event.metaKey) {
      window.open(`#/${this.route.tab.name}/${id}`, '_blank', 'noopener');
      return;
    }
    this.marked = id;
    this.#fire('open', id);
  };

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The picture of an empty list: an open gate. */
function gate(colour) {
  return html`<svg
    width="96"
    height="76"
    viewBox="0 0 96 76"
    fill="none"
    stroke=${colour}
    stroke-width="3"
    stroke-linecap="round"
    aria-hidden="true"
  >
    <path d="M8 70h80" opacity="0.35" />
    <path d="M20 70V38a28 28 0 0 1 56 0v32" />
    <path d="M34 70V40a14 14 0 0 1 28 0v30" opacity="0.5" />
    <circle cx="48" cy="62" r="4" fill="#ffb454" stroke="none" />
  </svg>`;
}

/** What a screen reader is told of new contacts. */
export function announcement(tickets) {
  if (tickets.length === 1) {
    return `New contact from ${contactName(tickets[0].contact)}: ${tickets[0].subject}`;
  }
  return `${tickets.length} new contacts`;
}

customElements.define('omni-queue', QueueView);

/** What can be done with a ticket: the legal transitions, and skipping while it is leased. */
import { LitElement, css, html } from 'lit';
import { ACTIONS } from './actions.js';
import { base, buttons } from './styles.js';
import { icon } from './icons.js';

/** Offers the `allowed` actions and nothing else. Fires `act` with an action's name, and `skip`. */
class TicketActions extends LitElement {
  static properties = {
    ticket: { attribute: false },
    allowed: { attribute: false },
    me: {},
    now: { type: Number },
    busy: { type: Boolean },
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--s2);
      }
      details {
        position: relative;
      }
      summary {
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      .menu {
        position: absolute;
        right: 0;
        top: calc(100% + 4px);
        z-index: 5;
        display: grid;
        min-width: 170px;
        padding: 5px;
        border: 1px solid var(--line);
        border-radius: 10px;
        background: var(--raised);
        box-shadow: var(--shadow-l);
      }
      .menu .btn {
        justify-content: flex-start;
        border-color: transparent;
        background: none;
        font-weight: 500;
      }
      .menu .btn:hover {
        background: var(--hover);
      }
    `,
  ];

  render() {
    const offered = ACTIONS.filter(({ name }) => this.allowed.includes(name));
    const leased =
      this.ticket.lease?.agent === this.me && Date.parse(this.ticket.lease.until) > this.now;
    const rest = offered.filter(({ main }) => !main);
    return html`${
      leased
        ? html`<button class="btn small" ?disabled=${this.busy} @click=${() => this.#fire('skip')}>
            Skip
          </button>`
        : ''
    }
    ${offered
      .filter(({ main }) => main)
      .map(
        ({ name, label, icon: picture }) =>
          html`<button
            class="btn small"
            data-action=${name}
            ?disabled=${this.busy}
            @click=${() => this.#fire('act', name)}
          >
            ${icon(picture, 14)}${label}
          </button>`,
      )}
    ${
      rest.length
        ? html`<details @toggle=${this.#menuToggled} @keydown=${this.#menuKey}>
            <summary class="btn small icon" aria-label="More actions">${icon('more')}</summary>
            <div class="menu">
              ${rest.map(
                ({ name, label, danger }) =>
                  html`<button
                    class="btn small ${danger ? 'danger' : ''}"
                    data-action=${name}
                    ?disabled=${this.busy}
                    @click=${(event) => {
                      event.target.closest('details').open = false;
                      this.#fire('act', name);
                    }}
                  >
                    ${label}
                  </button>`,
              )}
            </div>
          </details>`
        : ''
    }`;
  }

  #menuKey(event) {
    if (event.key !== 'Escape' || !event.currentTarget.open) return;
    event.stopPropagation();
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary').focus();
  }

  /** A click anywhere else closes the open menu. */
  #menuToggled(event) {
    const menu = event.currentTarget;
    if (!menu.open) return;
    const outside = (click) => {
      if (click.composedPath().includes(menu)) return;
      menu.open = false;
    };
    addEventListener('pointerdown', outside);
    menu.addEventListener('toggle', () => removeEventListener('pointerdown', outside), {
      once: true,
    });
  }

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('omni-ticket-actions', TicketActions);

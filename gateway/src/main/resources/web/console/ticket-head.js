/** The head of an open ticket: who, what, where it stands, and what can be done. */
import { LitElement, css, html } from 'lit';
import { avatar, contactName } from './people.js';
import { avatars } from './avatars.js';
import { absolute, relative, span } from './time.js';
import { base, buttons, pills } from './styles.js';
import { channelIcon, icon } from './icons.js';
import './ticket-actions.js';
import './ticket-fields.js';

/**
 * Shows `ticket`, what is set on it, what is legal and where it goes on. Lets through what its parts
 * fire (`act`, `patch`, `skip`) and fires `leave`.
 */
class TicketHead extends LitElement {
  static properties = {
    ticket: { attribute: false },
    allowed: { attribute: false },
    continuedIn: {},
    agents: { attribute: false },
    present: { attribute: false },
    me: {},
    now: { type: Number },
    busy: { type: Boolean },
    expanded: { state: true },
  };

  static styles = [
    base,
    buttons,
    pills,
    avatars,
    css`
      :host {
        container-type: inline-size;
        padding: var(--s3) var(--s5);
        background: var(--surface);
        border-bottom: 1px solid var(--line);
        position: relative;
        z-index: 2;
      }
      .line {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-width: 0;
      }
      h2 {
        flex: 1;
        font-size: 17px;
        line-height: 1.35;
        letter-spacing: -0.012em;
        overflow-wrap: anywhere;
      }
      .meta {
        flex-wrap: wrap;
        gap: 4px 14px;
        margin: 6px 0 10px;
        color: var(--ink-2);
        font-size: 13px;
      }
      .meta > span {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      .late {
        color: var(--danger);
        font-weight: 620;
      }
      .tools {
        flex-wrap: wrap;
      }
      .push {
        margin-left: auto;
      }
      .details {
        display: none;
      }
      .faces {
        display: inline-flex;
        gap: 4px;
        align-items: center;
        color: var(--open);
        font-weight: 600;
      }
      .faces .avatar {
        width: 22px;
        height: 22px;
        font-size: 9.5px;
        box-shadow:
          0 0 0 2px var(--surface),
          0 0 0 3.5px var(--open);
        margin: 0 2px;
      }
      @container (max-width: 560px) {
        .details {
          display: inline-flex;
        }
        .push {
          margin-left: 0;
          flex: 1;
        }
        .folded omni-ticket-fields {
          display: none;
        }
        omni-ticket-fields {
          order: 2;
        }
        omni-ticket-actions {
          flex: 1;
        }
      }
      @media (max-width: 899px) {
        :host {
          padding: var(--s2) var(--s4) 10px;
        }
        .meta {
          margin: 4px 0 8px;
        }
      }
    `,
  ];

  render() {
    const { ticket } = this;
    return html`<div class="line">
        <button class="btn ghost icon" aria-label="Back to the list" @click=${this.#leave}>
          ${icon('back')}
        </button>
        <h2 dir="auto" tabindex="-1">${ticket.subject || '(no subject)'}</h2>
        <span class="pill ${ticket.status}">${ticket.status}</span>
      </div>
      ${this.#meta()}
      <div class="line tools ${this.expanded ? '' : 'folded'}">
        <omni-ticket-fields
          .ticket=${ticket}
          .agents=${this.agents}
          .me=${this.me}
          .busy=${this.busy}
        ></omni-ticket-fields>
        <span class="line push">
          <omni-ticket-actions
            .ticket=${ticket}
            .allowed=${this.allowed}
            .me=${this.me}
            .now=${this.now}
            .busy=${this.busy}
          ></omni-ticket-actions>
          <button
            class="btn ghost small details"
            aria-expanded=${Boolean(this.expanded)}
            @click=${() => (this.expanded = !this.expanded)}
          >
            Details${icon(this.expanded ? 'up' : 'down', 14)}
          </button>
        </span>
      </div>`;
  }

  #meta() {
    const { ticket, now } = this;
    const { contact } = ticket;
    const name = contactName(contact);
    const addresses = [contact.email, contact.phone].filter((text) => text && text !== name);
    const late = ticket.overdue || (ticket.waitingSince && Date.parse(ticket.dueAt) < now);
    return html`<div class="line meta">
      <span
        >${icon('person', 14)}<strong class=${contact.name ? '' : 'mono'}
          ><bdi>${name}</bdi></strong
        >
        ${addresses.map((text) => html`<span class="quiet">${text}</span>`)}</span
      >
      <span title=${ticket.kind}>${channelIcon(ticket.kind, 14)}${ticket.channel}</span>
      <span class="mono quiet">${ticket.id}</span>
      ${
        ticket.followUpOf
          ? html`<span
              >follows
              <a class="mono" href="#/all/${ticket.followUpOf}">${ticket.followUpOf}</a></span
            >`
          : ''
      }
      ${
        this.continuedIn
          ? html`<span
              >continued in
              <a class="mono" href="#/all/${this.continuedIn}">${this.continuedIn}</a></span
            >`
          : ''
      }
      ${
        ticket.waitingSince
          ? html`<span
              class=${late ? 'late' : ''}
              title="Due ${ticket.dueAt ? absolute(ticket.dueAt) : 'never'}"
              >${icon('clock', 14)}waiting
              ${span(now - Date.parse(ticket.waitingSince))}${late ? ', overdue' : ''}</span
            >`
          : ''
      }
      ${
        ticket.postponedUntil
          ? html`<span title=${absolute(ticket.postponedUntil)}
              >${icon('clock', 14)}back ${relative(ticket.postponedUntil, now)}</span
            >`
          : ''
      }
      ${
        this.present.length
          ? html`<span class="faces" role="status"
              >${icon('eye', 14)}${this.present.map(({ name: who }) => avatar(who))}
              ${this.present.map(({ name: who }) => who).join(', ')}
              ${this.present.length === 1 ? 'is' : 'are'} here too</span
            >`
          : ''
      }
    </div>`;
  }

  #leave() {
    this.dispatchEvent(new Event('leave'));
  }
}

customElements.define('omni-ticket-head', TicketHead);

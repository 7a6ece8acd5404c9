/** What agents set on a ticket: priority, assignee and tags. */
import { LitElement, css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { PRIORITIES } from './routes.js';
import { agentName } from './people.js';
import { base, buttons, fields, pills } from './styles.js';
import { icon } from './icons.js';

/** Fires `patch` with the fields that change. */
class TicketFields extends LitElement {
  static properties = {
    ticket: { attribute: false },
    agents: { attribute: false },
    me: {},
    busy: { type: Boolean },
    tagging: { state: true },
  };

  static styles = [
    base,
    buttons,
    fields,
    pills,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
        min-width: 0;
      }
      select.field {
        min-height: 30px;
        font-size: 13px;
        padding-left: 10px;
        max-width: 180px;
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        align-items: center;
      }
      .tag button {
        border: 0;
        padding: 0;
        background: none;
        cursor: pointer;
        color: var(--ink-3);
      }
      .tags input {
        width: 110px;
        min-height: 26px;
        padding: 0 8px;
        font-size: 12.5px;
      }
    `,
  ];

  render() {
    return html`${this.#priority()} ${this.#assignee()} ${this.#tags()}`;
  }

  #priority() {
    return html`<select
      class="field"
      aria-label="Priority"
      ?disabled=${this.busy}
      @change=${(event) => this.#fire('patch', { priority: event.target.value })}
    >
      ${PRIORITIES.map(
        (priority) =>
          html`<option value=${priority} .selected=${live(priority === this.ticket.priority)}>
            ${priority} priority
          </option>`,
      )}
    </select>`;
  }

  #assignee() {
    const { assignee } = this.ticket;
    const known = this.agents.some(({ email }) => email === assignee);
    return html`<select
      class="field"
      aria-label="Assignee"
      ?disabled=${this.busy}
      @change=${(event) => this.#fire('patch', { assignee: event.target.value || null })}
    >
      <option value="" .selected=${live(!assignee)}>Unassigned</option>
      ${
        assignee && !known
          ? html`<option value=${assignee} .selected=${live(true)}>
              ${agentName(this.agents, assignee)}
            </option>`
          : ''
      }
      ${this.agents.map(
        ({ email, name }) =>
          html`<option value=${email} .selected=${live(email === assignee)}>
            ${email === this.me ? `${name} (me)` : name}
          </option>`,
      )}
    </select>`;
  }

  #tags() {
    const { tags } = this.ticket;
    return html`<span class="tags">
      ${tags.map(
        (tag) =>
          html`<span class="tag"
            >${tag}<button
              aria-label="Remove the tag ${tag}"
              @click=${() => this.#fire('patch', { tags: tags.filter((other) => other !== tag) })}
            >
              ${icon('close', 11)}
            </button></span
          >`,
      )}
      ${
        this.tagging
          ? html`<input
              class="field"
              aria-label="New tag"
              maxlength="50"
              @keydown=${this.#tagKey}
              @blur=${() => (this.tagging = false)}
            />`
          : html`<button class="btn ghost small" @click=${this.#startTag}>+ Tag</button>`
      }
    </span>`;
  }

  async #startTag() {
    this.tagging = true;
    await this.updateComplete;
    this.renderRoot.querySelector('.tags input').focus();
  }

  #tagKey(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.tagging = false;
    }
    if (event.key !== 'Enter') return;
    const tag = event.target.value.trim();
    this.tagging = false;
    if (tag && !this.ticket.tags.includes(tag)) {
      this.#fire('patch', { tags: [...this.ticket.tags, tag] });
    }
  }

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('omni-ticket-fields', TicketFields);

/** The tabs and filters over the list. */
import { LitElement, css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { base, buttons, fields } from './styles.js';
import { PRIORITIES, TABS } from './routes.js';
import { icon } from './icons.js';

const TYPING_MS = 250;

/** Shows `route`; fires `route` with the parts that change when a tab or filter is chosen. */
class QueueFilters extends LitElement {
  static properties = {
    route: { attribute: false },
    total: { type: Number },
    config: { attribute: false },
    agents: { attribute: false },
    me: {},
    expanded: { state: true },
  };

  static styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        container-type: inline-size;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      nav {
        display: flex;
        gap: 2px;
        padding: var(--s2) var(--s4) 0;
        overflow-x: auto;
        scrollbar-width: none;
      }
      nav a {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 7px 10px 10px;
        color: var(--ink-3);
        font-weight: 600;
        text-decoration: none;
        white-space: nowrap;
        border-bottom: 2px solid transparent;
      }
      nav a:hover {
        color: var(--ink);
      }
      nav a[aria-current='page'] {
        color: var(--brand);
        border-color: var(--brand);
      }
      .total {
        padding: 0 7px;
        border-radius: 99px;
        font-size: 12px;
        line-height: 19px;
        background: var(--brand-soft);
        color: var(--brand);
        font-variant-numeric: tabular-nums;
      }
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        padding: var(--s2) var(--s4);
        border-top: 1px solid var(--line);
        background: var(--bg);
      }
      .filters .field {
        min-height: 30px;
        font-size: 13px;
      }
      select.field {
        padding-left: 10px;
        max-width: 170px;
      }
      select.set {
        border-color: var(--brand);
        color: var(--brand);
        font-weight: 600;
        background: var(--brand-soft);
      }
      .search {
        position: relative;
        flex: 1 1 150px;
        max-width: 320px;
        margin-left: auto;
      }
      .search svg {
        position: absolute;
        left: 9px;
        top: 8px;
        color: var(--ink-3);
        pointer-events: none;
      }
      .search input {
        width: 100%;
        padding-left: 30px;
      }
      .expand {
        display: none;
      }
      @container (max-width: 560px) {
        .search {
          order: -2;
          flex: 1 1 0;
          max-width: none;
        }
        .expand {
          display: inline-flex;
          order: -1;
          min-height: 30px;
        }
        select.field {
          flex: 1 1 40%;
          max-width: none;
        }
        .folded select.field:not(.set) {
          display: none;
        }
        nav {
          padding-inline: var(--s3);
        }
        nav a {
          padding-inline: 7px;
          font-size: 13.5px;
        }
      }
    `,
  ];

  /** Puts the cursor into the search field. */
  focusSearch() {
    this.#search.select();
  }

  updated(changed) {
    // While somebody types, the field is ahead of the address.
    if (changed.has('route') && this.renderRoot.activeElement !== this.#search) {
      this.#search.value = this.route.filter.q ?? '';
    }
  }

  render() {
    const { tab, filter } = this.route;
    return html`<nav aria-label="Lists">
        ${TABS.map(
          (known) =>
            html`<a
              href="#/${known.name}"
              aria-current=${known === tab ? 'page' : 'false'}
              @click=${(event) => this.#go(event, { tab: known })}
              >${known.label}${
                known === tab && this.total !== null
                  ? html`<span class="total" aria-label="${this.total} tickets"
                      >${this.total}</span
                    >`
                  : ''
              }</a
            >`,
        )}
      </nav>
      <div class="filters ${this.expanded ? '' : 'folded'}" role="group" aria-label="Filters">
        <button
          class="btn small icon expand"
          aria-label="Filters"
          aria-expanded=${Boolean(this.expanded)}
          @click=${() => (this.expanded = !this.expanded)}
        >
          ${icon('filter', 15)}
        </button>
        ${this.#select('assignee', 'Anyone', this.#holders())}
        ${this.#select('priority', 'Any priority', PRIORITIES.map(same))}
        ${this.#select(
          'channel',
          'Any channel',
          this.config.channels.map(({ id }) => same(id)),
        )}
        ${this.#select(
          'department',
          'Any department',
          this.config.departments.map(({ id, name }) => [id, name]),
        )}
        ${
          Object.keys(filter).length
            ? html`<button class="btn ghost small" @click=${this.#clear}>
                ${icon('close', 14)}Clear
              </button>`
            : ''
        }
        <label class="search"
          ><span class="sr">Search</span>${icon('search', 14)}
          <input class="field" type="search" placeholder="Search" @input=${this.#type} />
        </label>
      </div>`;
  }

  #holders() {
    const others = this.agents
      .filter((agent) => agent.email !== this.me)
      .map((agent) => [agent.email, agent.name]);
    return [['me', 'Mine'], ['none', 'Unassigned'], ...others];
  }

  #select(key, any, options) {
    const chosen = this.route.filter[key] ?? '';
    const known = !chosen || options.some(([value]) => value === chosen);
    return html`<select
      class="field ${chosen ? 'set' : ''}"
      aria-label=${key}
      @change=${(event) => this.#set({ [key]: event.target.value })}
    >
      <option value="" .selected=${live(!chosen)}>${any}</option>
      ${[...options, ...(known ? [] : [same(chosen)])].map(
        ([value, label]) =>
          html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`,
      )}
    </select>`;
  }

  get #search() {
    return this.renderRoot.querySelector('[type=search]');
  }

  #type() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.#set({}), TYPING_MS);
  }

  /** Changes filters; what is typed by now goes with them. */
  #set(change) {
    clearTimeout(this.typing);
    const filter = { ...this.route.filter, q: this.#search.value.trim(), ...change };
    for (const key of Object.keys(filter)) if (!filter[key]) delete filter[key];
    this.#fire({ filter });
  }

  #clear() {
    clearTimeout(this.typing);
    this.#search.value = '';
    this.#fire({ filter: {} });
  }

  #go(event, change) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#fire(change);
  }

  #fire(change) {
    this.dispatchEvent(new CustomEvent('route', { detail: change, bubbles: true, composed: true }));
  }
}

function same(value) {
  return [value, value];
}

customElements.define('omni-filters', QueueFilters);

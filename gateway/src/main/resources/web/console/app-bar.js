/** The bar on top: the brand, the connection, "To solve" and the agent. */
import { LitElement, css, html } from 'lit';
import { avatar } from './people.js';
import { avatars } from './avatars.js';
import { base, buttons } from './styles.js';
import { icon, logo } from './icons.js';
import { isDark, toggleTheme } from './theme.js';
import './connection-pill.js';

/** Fires `next`, `help` and `sign-out`. */
class AppBar extends LitElement {
  static properties = {
    me: { attribute: false },
    live: { attribute: false },
    taking: { type: Boolean },
  };

  static styles = [
    base,
    buttons,
    avatars,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--s2);
        height: 56px;
        flex: none;
        padding: 0 var(--s4);
        background: var(--surface);
        border-bottom: 1px solid var(--line);
      }
      .brand {
        display: inline-flex;
        align-items: center;
        gap: 10px;
        margin-right: var(--s2);
        color: var(--ink);
        font-size: 16px;
        letter-spacing: -0.025em;
        text-decoration: none;
      }
      .brand h1 {
        font-size: inherit;
      }
      .push {
        flex: 1;
      }
      .avatar {
        margin: 0 2px 0 var(--s1);
      }
      @media (max-width: 640px) {
        :host {
          padding: 0 var(--s3);
          gap: var(--s1);
        }
        .brand h1,
        .help,
        kbd {
          display: none;
        }
      }
    `,
  ];

  render() {
    return html`<a class="brand" href="#/queue" aria-label="Omnigate, to the queue">
        ${logo(28)}
        <h1>Omnigate</h1>
      </a>
      <omni-connection .live=${this.live}></omni-connection>
      <span class="push"></span>
      <button class="btn primary" ?disabled=${this.taking} @click=${() => this.#fire('next')}>
        ${icon('bolt')}To solve <kbd>n</kbd>
      </button>
      <button
        class="btn ghost icon"
        aria-label="Switch to ${isDark() ? 'light' : 'dark'} colours"
        title="Light or dark"
        @click=${this.#theme}
      >
        ${icon(isDark() ? 'sun' : 'moon', 17)}
      </button>
      <button
        class="btn ghost icon help"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        @click=${() => this.#fire('help')}
      >
        ${icon('help', 17)}
      </button>
      ${avatar(this.me.name, `${this.me.name} (${this.me.email})`)}
      <button
        class="btn ghost icon"
        aria-label="Sign out"
        title="Sign out"
        @click=${() => this.#fire('sign-out')}
      >
        ${icon('out', 17)}
      </button>`;
  }

  #theme() {
    toggleTheme();
    this.requestUpdate();
  }

  #fire(name) {
    this.dispatchEvent(new Event(name));
  }
}

customElements.define('omni-bar', AppBar);

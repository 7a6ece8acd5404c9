/** Shows whether the list is live. */
import { LitElement, css, html } from 'lit';
import { base } from './styles.js';
import { Ticking } from './time.js';

/** A pill that names the state of `live`; while it waits, a click tries at once. */
class ConnectionPill extends LitElement {
  static properties = { live: { attribute: false } };

  static styles = [
    base,
    css`
      button {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        height: 28px;
        padding: 0 11px;
        border: 1px solid var(--line);
        border-radius: 99px;
        background: var(--surface);
        color: var(--ink-2);
        font: 600 12px/1 var(--font);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .dot {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--ink-3);
      }
      .live .dot {
        background: light-dark(#1f9d57, #4fd08b);
        animation: breathe 2.4s ease-in-out infinite;
      }
      .waiting,
      .connecting {
        color: var(--open);
        background: var(--open-soft);
        border-color: transparent;
      }
      .waiting {
        cursor: pointer;
      }
      .waiting .dot,
      .connecting .dot {
        background: currentColor;
      }
      .offline {
        color: var(--danger);
        background: var(--danger-soft);
        border-color: transparent;
      }
      .offline .dot {
        background: currentColor;
      }
      @keyframes breathe {
        50% {
          box-shadow: 0 0 0 4px color-mix(in srgb, light-dark(#1f9d57, #4fd08b) 22%, transparent);
        }
      }
      @media (max-width: 520px) {
        .live .word {
          display: none;
        }
        .live {
          padding: 0 9px;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Ticking(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.live.addEventListener('state', this.#changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.live.removeEventListener('state', this.#changed);
  }

  render() {
    const state = this.live.state;
    return html`<button
        class=${state}
        ?disabled=${state !== 'waiting'}
        title=${state === 'waiting' ? 'Try now' : 'The connection of the live queue'}
        @click=${() => this.live.retry()}
      >
        <span class="dot"></span><span class="word">${this.#words(state)}</span>
      </button>
      <span class="sr" role="status">${state === 'live' ? 'Live' : 'Connection lost'}</span>`;
  }

  #words(state) {
    switch (state) {
      case 'live':
        return 'Live';
      case 'waiting': {
        const seconds = Math.max(0, Math.ceil((this.live.retryAt - Date.now()) / 1000));
        return seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting …';
      }
      case 'offline':
        return 'Offline';
      default:
        return 'Connecting …';
    }
  }

  #changed = () => this.requestUpdate();
}

customElements.define('omni-connection', ConnectionPill);

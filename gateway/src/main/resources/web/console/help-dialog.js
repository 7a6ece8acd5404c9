/** The overlay that lists the shortcuts. */
import { LitElement, css, html } from 'lit';
import { base, buttons } from './styles.js';
import { SHORTCUTS } from './shortcuts.js';
import { icon } from './icons.js';

/** Opened with `show()`; closes on Escape and on its button. */
class HelpDialog extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(460px, calc(100vw - 32px));
        padding: var(--s5);
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-l);
      }
      dialog::backdrop {
        background: rgb(8 16 20 / 45%);
      }
      header {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin-bottom: var(--s3);
      }
      h2 {
        font-size: 17px;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 9px var(--s4);
        margin: 0;
        align-items: center;
      }
      dt {
        display: flex;
        gap: 4px;
        justify-content: flex-end;
      }
      dd {
        margin: 0;
        color: var(--ink-2);
      }
    `,
  ];

  /** Shows the overlay. */
  show() {
    this.renderRoot.querySelector('dialog').showModal();
  }

  render() {
    return html`<dialog aria-labelledby="title">
      <form method="dialog">
        <header>
          <h2 id="title">Keyboard</h2>
          <button class="btn ghost icon small" aria-label="Close">${icon('close')}</button>
        </header>
      </form>
      <dl>
        ${SHORTCUTS.map(
          ({ keys, does }) =>
            html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
              <dd>${does}</dd>`,
        )}
      </dl>
    </dialog>`;
  }
}

customElements.define('omni-help', HelpDialog);

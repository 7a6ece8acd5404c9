/** One dialog for every question: a reason, a moment, a confirmation. */
import { LitElement, css, html } from 'lit';
import { base, buttons, fields } from './styles.js';
import { icon } from './icons.js';

/** Shows a question over the page; {@link ask} answers with what was entered, or null. */
class AskDialog extends LitElement {
  static properties = { question: { state: true }, until: { state: true } };

  static styles = [
    base,
    buttons,
    fields,
    css`
      dialog {
        width: min(440px, calc(100vw - 32px));
        padding: 0;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-l);
      }
      dialog::backdrop {
        background: rgb(8 16 20 / 45%);
      }
      form {
        display: grid;
        gap: var(--s4);
        padding: var(--s5);
      }
      header,
      footer {
        display: flex;
        align-items: center;
        gap: var(--s2);
      }
      header {
        justify-content: space-between;
      }
      footer {
        justify-content: flex-end;
      }
      h2 {
        font-size: 17px;
        letter-spacing: -0.01em;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      .btn[aria-pressed='true'] {
        background: var(--brand-soft);
        border-color: var(--brand);
        color: var(--brand);
      }
      .btn.primary.danger {
        background: var(--danger);
        border-color: var(--danger);
        color: var(--surface);
      }
    `,
  ];

  /**
   * Asks, and answers `{reason, until}` or null where it was called off. The question is
   * `{title, text?, confirm, danger?, reason?: label, required?, moments?: [{label, at}]}`.
   */
  async ask(question) {
    this.question = question;
    this.until = question.moments?.[0]?.at ?? null;
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector('dialog');
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener(
        'close',
        () => {
          const reason = this.renderRoot.querySelector('[name=reason]')?.value.trim();
          resolve(
            dialog.returnValue === 'yes' ? { reason: reason || null, until: this.until } : null,
          );
          this.question = null;
        },
        { once: true },
      );
    });
  }

  render() {
    const question = this.question;
    return html`<dialog aria-labelledby="title">
      ${
        question
          ? html`<form method="dialog">
              <header>
                <h2 id="title">${question.title}</h2>
                <button
                  type="button"
                  class="btn ghost icon small"
                  aria-label="Cancel"
                  @click=${this.#cancel}
                >
                  ${icon('close')}
                </button>
              </header>
              ${question.text ? html`<p class="quiet">${question.text}</p>` : ''}
              ${question.moments ? this.#moments(question.moments) : ''}
              ${
                question.reason
                  ? html`<label class="stack"
                      >${question.reason}
                      <input
                        class="field"
                        name="reason"
                        maxlength="500"
                        ?required=${question.required}
                        autocomplete="off"
                      />
                    </label>`
                  : ''
              }
              <footer>
                <button type="button" class="btn" @click=${this.#cancel}>Cancel</button>
                <button class="btn primary ${question.danger ? 'danger' : ''}" value="yes">
                  ${question.confirm}
                </button>
              </footer>
            </form>`
          : ''
      }
    </dialog>`;
  }

  #cancel() {
    this.renderRoot.querySelector('dialog').close('');
  }

  #moments(moments) {
    return html`<div class="choices" role="group" aria-label="When">
        ${moments.map(
          ({ label, at }) =>
            html`<button
              type="button"
              class="btn small"
              aria-pressed=${at.getTime() === this.until?.getTime()}
              @click=${() => (this.until = at)}
            >
              ${label}
            </button>`,
        )}
      </div>
      <label class="stack"
        >At
        <input
          class="field"
          type="datetime-local"
          required
          .value=${local(this.until)}
          .min=${local(new Date())}
          @change=${(event) => (this.until = new Date(event.target.value))}
        />
      </label>`;
  }
}

/** A date as a datetime-local field takes it: in the reader's zone, to the minute. */
function local(date) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

customElements.define('omni-ask', AskDialog);

/** Where answers and notes are written. */
import { LitElement, css, html } from 'lit';
import { base, buttons, fields } from './styles.js';
import { bytes } from './files.js';
import { icon } from './icons.js';
import { loadDraft, saveDraft } from './drafts.js';

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_FILES = 10;

/**
 * A field for a reply and one for a note, each with its draft per ticket. Fires `send` with
 * `{kind, text, files}`, and `typing` while an answer is being written; the owner calls {@link sent} once it is stored, and only then is the text
 * gone. `problem` is said over the field by the owner.
 */
class Composer extends LitElement {
  static properties = {
    ticket: {},
    to: {},
    replyable: { type: Boolean },
    busy: { type: Boolean },
    kind: { state: true },
    text: { state: true },
    files: { state: true },
    complaint: { state: true },
  };

  static styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        padding: var(--s2) var(--s5) var(--s4);
        background: var(--surface);
        border-top: 1px solid var(--line);
      }
      .kinds {
        display: flex;
        gap: var(--s1);
        align-items: center;
        margin-bottom: 6px;
      }
      .kinds .btn[aria-selected='true'] {
        background: var(--brand-soft);
        color: var(--brand);
      }
      .note .kinds .btn[aria-selected='true'] {
        background: var(--note);
        color: var(--note-ink);
      }
      .kinds .quiet {
        margin-left: auto;
        font-size: 12.5px;
      }
      textarea {
        display: block;
        width: 100%;
        min-height: 74px;
        max-height: 38vh;
        resize: none;
        field-sizing: content;
      }
      .note textarea {
        background: var(--note);
        border-color: var(--note-line);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
        margin-top: var(--s2);
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        flex: 1;
        min-width: 0;
      }
      .file {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 240px;
        padding: 2px 4px 2px 9px;
        border: 1px solid var(--line);
        border-radius: 7px;
        font-size: 12.5px;
      }
      .file button {
        border: 0;
        background: none;
        padding: 3px;
        cursor: pointer;
        color: var(--ink-3);
      }
      .complaint {
        color: var(--danger);
        font-size: 13px;
      }
      @media (max-width: 899px) {
        :host {
          padding: var(--s2) var(--s4) var(--s3);
        }
        kbd {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.kind = 'reply';
    this.text = '';
    this.files = [];
  }

  /** Whether something is written and not sent. */
  get dirty() {
    return this.text.trim() !== '';
  }

  /** Turns to `kind` (`reply` or `note`) and puts the cursor into the field. */
  async focusOn(kind) {
    this.#turn(kind);
    await this.updateComplete;
    this.renderRoot.querySelector('textarea')?.focus();
  }

  /** What was written is stored: empties the field and forgets the draft. */
  sent(ticket, kind) {
    saveDraft(ticket, kind, '');
    if (ticket !== this.ticket || kind !== this.kind) return;
    this.text = '';
    this.files = [];
  }

  willUpdate(changed) {
    if (changed.has('ticket')) {
      this.kind =
        loadDraft(this.ticket, 'note') && !loadDraft(this.ticket, 'reply') ? 'note' : 'reply';
      this.files = [];
    }
    if (changed.has('ticket') || (changed.has('replyable') && !this.replyable)) {
      this.#turn(this.replyable ? this.kind : 'note');
    }
  }

  render() {
    const note = this.kind === 'note';
    return html`<form class=${this.kind} @submit=${this.#submit}>
      <div class="kinds" role="tablist" aria-label="What to write">
        ${this.replyable ? this.#tab('reply', 'Reply', 'r') : ''} ${this.#tab('note', 'Note', 'i')}
        <span class="quiet clip">${note ? 'Only colleagues see this' : `to ${this.to}`}</span>
      </div>
      <textarea
        class="field"
        dir="auto"
        aria-label=${note ? 'Internal note' : 'Reply to the customer'}
        placeholder=${note ? 'Note for colleagues …' : 'Write your answer …'}
        maxlength="100000"
        .value=${this.text}
        @input=${this.#type}
        @keydown=${this.#key}
      ></textarea>
      ${this.complaint ? html`<p class="complaint" role="alert">${this.complaint}</p>` : ''}
      <div class="row">
        ${note ? '' : this.#attach()}
        <div class="files">${this.files.map((file) => this.#file(file))}</div>
        <button class="btn primary" ?disabled=${this.busy || !this.dirty}>
          ${icon(note ? 'note' : 'send', 15)}${this.busy ? 'Sending …' : note ? 'Add note' : 'Send'}
          <kbd>Ctrl ↵</kbd>
        </button>
      </div>
    </form>`;
  }

  #tab(kind, label, key) {
    return html`<button
      type="button"
      role="tab"
      class="btn ghost small"
      aria-selected=${this.kind === kind}
      title="Shortcut: ${key}"
      @click=${() => this.focusOn(kind)}
    >
      ${label}
    </button>`;
  }

  #attach() {
    return html`<label
      class="btn ghost icon small"
      title="Attach files"
      tabindex="0"
      @keydown=${(event) => event.key === 'Enter' && event.currentTarget.click()}
    >
      ${icon('clip')}<span class="sr">Attach files</span>
      <input type="file" multiple hidden @change=${this.#pick} />
    </label>`;
  }

  #file(file) {
    return html`<span class="file"
      ><span class="clip">${file.name}</span><span class="quiet">${bytes(file.size)}</span
      ><button
        type="button"
        aria-label="Remove ${file.name}"
        @click=${() => (this.files = this.files.filter((other) => other !== file))}
      >
        ${icon('close', 12)}
      </button></span
    >`;
  }

  #pick(event) {
    const files = [...this.files, ...event.target.files];
    event.target.value = '';
    const size = files.reduce((sum, file) => sum + file.size, 0);
    this.complaint =
      files.length > MOST_FILES || size > MOST_BYTES
        ? `At most ${MOST_FILES} files and 10 MiB together can go with one answer.`
        : null;
    if (!this.complaint) this.files = files;
  }

  #turn(kind) {
    this.kind = kind === 'reply' && !this.replyable ? 'note' : kind;
    this.text = loadDraft(this.ticket, this.kind);
  }

  #type(event) {
    this.text = event.target.value;
    saveDraft(this.ticket, this.kind, this.text);
    if (this.kind === 'reply' && this.dirty) this.dispatchEvent(new Event('typing'));
  }

  #key(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (this.busy || !this.dirty) return;
    const detail = { kind: this.kind, text: this.text, files: this.files };
    this.dispatchEvent(new CustomEvent('send', { detail }));
  }
}

customElements.define('omni-composer', Composer);

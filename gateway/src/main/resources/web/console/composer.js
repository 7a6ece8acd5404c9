/** Where answers and notes are written. */
import { LitElement, css, html } from 'lit';
import { base, buttons, fields } from './styles.js';
import { icon } from './icons.js';
import { loadDraft, saveDraft } from './drafts.js';
import { chip, chipStyles } from './upload-chips.js';
import { Uploads } from './uploads.js';

/**
 * A field for a reply and one for a note, each with its draft per ticket. Fires `send` with
 * `{kind, text, uploads}`, where `uploads` are the ids of files that were sent ahead with `api`, and `typing` while an answer is being written; the
 * owner calls {@link sent} once it is stored, and only then is the text gone, or {@link refused}. `problem` is said over the field by the owner.
 */
class Composer extends LitElement {
  static properties = {
    ticket: {},
    api: { attribute: false },
    to: {},
    replyable: { type: Boolean },
    unreachable: {},
    busy: { type: Boolean },
    kind: { state: true },
    text: { state: true },
    waiting: { state: true },
    complaint: { state: true },
  };

  static styles = [
    base,
    buttons,
    fields,
    chipStyles,
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
      .unreachable {
        margin: 0 0 6px;
        font-size: 13px;
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
    this.uploads = new Uploads(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.uploads.clear(this.api);
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
    if (ticket !== this.ticket) return;
    if (kind === 'reply') this.uploads.taken();
    if (kind === this.kind) this.text = '';
  }

  /** What was written is not stored; of the files that it named those with such `ids` are gone from the gateway. */
  refused(ids) {
    this.uploads.refused(ids);
  }

  willUpdate(changed) {
    if (changed.has('ticket')) {
      this.kind =
        loadDraft(this.ticket, 'note') && !loadDraft(this.ticket, 'reply') ? 'note' : 'reply';
      this.uploads.clear(this.api);
      this.complaint = null;
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
      ${this.unreachable ? html`<p class="unreachable">No answer can be sent: ${this.unreachable}</p>` : ''}
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
        <div class="files">${note ? '' : this.uploads.list.map((upload) => this.#file(upload))}</div>
        <button class="btn primary" ?disabled=${this.busy || this.waiting || !this.dirty}>
          ${icon(note ? 'note' : 'send', 15)}${this.#label(note)}
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

  #label(note) {
    if (this.waiting) return 'Uploading …';
    return this.busy ? 'Sending …' : note ? 'Add note' : 'Send';
  }

  #file(upload) {
    return chip(upload, {
      again: () => this.uploads.again(this.api, upload),
      remove: () => this.uploads.remove(this.api, upload),
    });
  }

  #pick(event) {
    this.complaint = this.uploads.add(this.api, [...event.target.files]);
    event.target.value = '';
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

  async #submit(event) {
    event.preventDefault();
    if (this.busy || this.waiting || !this.dirty) return;
    const { ticket, kind } = this;
    if (kind === 'reply' && !(await this.#uploaded())) return;
    if (ticket !== this.ticket || kind !== this.kind || this.busy || !this.dirty) return;
    const detail = { kind, text: this.text, uploads: this.uploads.ids };
    if (kind === 'reply') this.uploads.named();
    this.dispatchEvent(new CustomEvent('send', { detail }));
  }

  /** Waits for the files that are on their way; whether all of them are there. */
  async #uploaded() {
    this.complaint = null;
    if (this.uploads.ready) return true;
    this.waiting = true;
    const all = await this.uploads.settled();
    this.waiting = false;
    if (!all) this.complaint = 'Not every file was uploaded: try again, or remove it.';
    return all;
  }
}

customElements.define('omni-composer', Composer);

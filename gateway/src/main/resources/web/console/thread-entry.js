/** One line of a ticket's thread: a message, a note or an event. */
import { LitElement, css, html } from 'lit';
import { avatar } from './people.js';
import { avatars } from './avatars.js';
import { absolute, relative } from './time.js';
import { base, buttons } from './styles.js';
import { bytes } from './files.js';
import { icon } from './icons.js';
import { sentence } from './events.js';
import { lost, lostStyles } from './undelivered.js';
import { parts } from './quotes.js';
import { reached } from './delivery.js';
import { providerFile, providerFiles } from './provider-files.js';
import './mail-frame.js';

/** Facts that the reader of a thread can use; everything else is for machines. */
const SHOWN_FACTS = {
  page: 'Page',
  to: 'To',
  cc: 'Cc',
  sameMessageIdAs: 'Same Message-ID as a mail on',
  withheld: 'Files withheld',
};

/** Meta's name for the page that was written to is a number; a web page has an address. */
const labelled = (key, value) =>
  key === 'page' && /^\d+$/.test(value) ? 'Page number' : SHOWN_FACTS[key];

/**
 * Shows `entry`, with a way to send it again where it is `undelivered`: then it fires `send-again`.
 * `answers` says which message it answers, where that is known.
 * `now` is the time that its age is counted from.
 */
class ThreadEntry extends LitElement {
  static properties = {
    entry: { attribute: false },
    now: { type: Number },
    fallbackName: {},
    withdrawn: { type: Boolean },
    undelivered: { type: Boolean },
    answers: {},
    plain: { state: true },
  };

  static styles = [
    base,
    buttons,
    avatars,
    lostStyles,
    css`
      :host {
        padding: var(--s2) 0;
      }
      article {
        display: grid;
        grid-template-columns: 30px minmax(0, 1fr);
        gap: var(--s3);
      }
      .avatar {
        width: 30px;
        height: 30px;
        margin-top: 4px;
      }
      .card {
        border: 1px solid var(--line);
        border-radius: 4px 12px 12px 12px;
        background: var(--raised);
        padding: 10px 14px 12px;
      }
      .out .card {
        background: var(--brand-soft);
        border-color: var(--brand-line);
      }
      .note .card {
        background: var(--note);
        border-color: var(--note-line);
        border-style: dashed;
      }
      header {
        display: flex;
        align-items: baseline;
        flex-wrap: wrap;
        gap: 2px var(--s2);
        margin-bottom: 4px;
      }
      header strong {
        font-weight: 640;
      }
      header time,
      .fact {
        font-size: 12.5px;
        color: var(--ink-3);
      }
      .out header time {
        color: var(--ink-2);
      }
      header time {
        margin-left: auto;
        white-space: nowrap;
      }
      .kind {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font-size: 12px;
        font-weight: 600;
        color: var(--ink-3);
      }
      .note .kind {
        color: var(--note-ink);
      }
      .out .kind {
        color: var(--brand);
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      details {
        margin: 6px 0;
      }
      summary {
        cursor: pointer;
        font-size: 12.5px;
        color: var(--ink-3);
        width: fit-content;
      }
      details .text {
        margin-top: 4px;
        padding-left: 12px;
        border-left: 3px solid var(--line-strong);
        color: var(--ink-2);
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        margin-top: 10px;
      }
      .file {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        max-width: 100%;
        padding: 5px 10px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
        color: var(--ink);
        font-size: 13px;
        text-decoration: none;
      }
      .file:hover {
        border-color: var(--brand);
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 14px;
        margin-top: 8px;
      }
      .toggle {
        border: 0;
        padding: 0;
        background: none;
        color: var(--ink-3);
        font-size: 12.5px;
        text-decoration: underline dotted;
        text-underline-offset: 3px;
        cursor: pointer;
      }
      .event {
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: 2px 0;
        font-size: 12.5px;
        color: var(--ink-3);
        text-align: center;
      }
      .event::before,
      .event::after {
        content: '';
        flex: 1;
        min-width: 12px;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  willUpdate(changed) {
    if (changed.has('entry')) this.parts = parts(this.entry.text);
  }

  render() {
    return this.entry.kind === 'event' ? this.#event() : this.#card();
  }

  #event() {
    return html`<div class="event">
      <span>${sentence(this.entry, this.now)} · ${this.#time(this.entry.at)}</span>
    </div>`;
  }

  #card() {
    const { kind, direction, author, at, html: markup, attachments } = this.entry;
    const kept = this.withdrawn ? [] : providerFiles(this.entry.facts);
    const name = author.name ?? (author.type === 'system' ? 'Omnigate' : this.fallbackName);
    return html`<article class="${kind} ${direction}" aria-label="${this.#kind()} from ${name}">
      ${avatar(name)}
      <div class="card">
        <header>
          <strong><bdi>${name}</bdi></strong>
          ${
            kind === 'note' || direction === 'out'
              ? html`<span class="kind"
                  >${icon(kind === 'note' ? 'note' : 'send', 12)}${this.#kind()}</span
                >`
              : ''
          }
          ${this.#time(at)}
        </header>
        ${
          this.withdrawn
            ? this.#takenBack()
            : markup && !this.plain
              ? html`<omni-mail .markup=${markup} name="Message from ${name}"></omni-mail>`
              : this.#text()
        }
        ${attachments.length ? html`<div class="files">${attachments.map(file)}</div>` : ''}
        ${kept.length ? html`<div class="files">${kept.map(providerFile)}</div>` : ''}
        ${this.undelivered ? lost(this) : ''} ${this.#footer(markup)}
      </div>
    </article>`;
  }

  #kind() {
    if (this.entry.kind === 'note') return 'Internal note';
    return this.entry.direction === 'out' ? 'Reply' : 'Message';
  }

  /** The customer did not want it read any more; the text stays for whoever has to know. */
  #takenBack() {
    return html`<details>
      <summary>Withdrawn by the customer</summary>
      <div class="text" dir="auto">${this.entry.text}</div>
    </details>`;
  }

  #text() {
    return this.parts.map(({ quoted, text }) =>
      quoted
        ? html`<details>
            <summary>Quoted text (${text.split('\n').length} lines)</summary>
            <div class="text" dir="auto">${text}</div>
          </details>`
        : html`<div class="text" dir="auto">${text}</div>`,
    );
  }

  #footer(markup) {
    const known = this.entry.facts;
    const facts = Object.keys(SHOWN_FACTS).filter(
      (key) => typeof known[key] === 'string' && known[key],
    );
    const delivery = reached(this.entry.delivery, this.now);
    if (!facts.length && !markup && !delivery && !this.answers) return '';
    return html`<footer>
      ${delivery ? html`<span class="fact">${delivery}</span>` : ''}
      ${this.answers ? html`<span class="fact clip">${this.answers}</span>` : ''}
      ${facts.map(
        (key) =>
          html`<span class="fact clip" title=${known[key]}
            >${labelled(key, known[key])}: ${known[key]}</span
          >`,
      )}
      ${
        markup
          ? html`<button class="toggle" @click=${() => (this.plain = !this.plain)}>
              ${this.plain ? 'Show formatted' : 'Show plain text'}
            </button>`
          : ''
      }
    </footer>`;
  }

  #time(at) {
    return html`<time datetime=${at} title=${absolute(at)}>${relative(at, this.now)}</time>`;
  }
}

function file({ name, size, url }) {
  return html`<a class="file" href=${url} download=${name} title=${name}>
    ${icon('download', 14)}<span class="clip">${name}</span>
    <span class="quiet">${bytes(size)}</span>
  </a>`;
}

customElements.define('omni-entry', ThreadEntry);

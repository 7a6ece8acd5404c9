/** A message's HTML, shown where it can do nothing. */
import { LitElement, css, html } from 'lit';
import { base } from './styles.js';
import { THEME_CHANGED } from './theme.js';

/** Our own rules for every mail: the page's type and colours instead of the sender's. */
const RULES = `
  :root { color-scheme: light dark; }
  * { background: none !important; color: inherit !important; max-width: 100%; }
  html { color: INK !important; }
  html, body { margin: 0; overflow-x: auto; overflow-y: hidden; }
  body { display: flow-root; font: 14px/1.55 FONT; overflow-wrap: break-word; }
  body > :first-child { margin-top: 0; }
  td, th { padding: 3px 10px 3px 0; text-align: left; vertical-align: top; }
  a { color: BRAND !important; }
  img { height: auto; }
  table { border-collapse: collapse; }
  pre { white-space: pre-wrap; }
  blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid LINE; }
  summary { cursor: pointer; color: BRAND !important; font-size: 12.5px; margin: 8px 0; }
`;

/** The one place beside the templates that makes DOM of markup; the page's policy names it. */
const policy = globalThis.trustedTypes?.createPolicy('omnigate-mail', {
  createHTML: (markup) => markup,
}) ?? { createHTML: (markup) => markup };

/** What must not even be parsed into the frame; the gateway's cleaning removed it already. */
const UNWANTED =
  'script,style,link,meta,base,iframe,frame,object,embed,form,input,button,svg,math,template';

/** Pictures are shown where they came with the message; nothing is fetched from elsewhere. */
const PICTURE = /^(\/api\/attachments\/\w+$|data:image\/(png|jpeg|gif|webp);)/;

/**
 * Shows `markup` in a frame with two locks, each of which is enough: the frame is sandboxed without
 * scripts, and it inherits the page's content security policy, under which no inline script runs
 * and nothing is fetched from elsewhere. Its own origin is kept only so that its height can be
 * read.
 */
class MailFrame extends LitElement {
  static properties = { markup: {}, name: {} };

  static styles = [
    base,
    css`
      iframe {
        display: block;
        width: 100%;
        height: 60px;
        border: 0;
      }
    `,
  ];

  connectedCallback() {
    super.connectedCallback();
    addEventListener(THEME_CHANGED, this.#dress);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener(THEME_CHANGED, this.#dress);
    this.observer?.disconnect();
  }

  render() {
    return html`<iframe
      title=${this.name}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
      .srcdoc=${page(this.markup)}
      @load=${this.#fit}
    ></iframe>`;
  }

  #fit(event) {
    const frame = event.target;
    const inner = frame.contentDocument;
    this.#dress();
    this.observer?.disconnect();
    this.observer = new ResizeObserver(() => {
      frame.style.height = `${Math.ceil(inner.body.getBoundingClientRect().height) + 2}px`;
    });
    this.observer.observe(inner.body);
  }

  /** Gives the frame the page's theme; where the two differ, a browser paints a ground behind it. */
  #dress = () => {
    const inner = this.renderRoot.querySelector('iframe')?.contentDocument;
    if (!inner) return;
    inner.documentElement.style.colorScheme =
      document.documentElement.dataset.theme ?? 'light dark';
  };
}

/** The frame's whole page: the rules, under the page's nonce, and the mail's cleaned body. */
function page(markup) {
  const mail = new DOMParser().parseFromString(policy.createHTML(markup), 'text/html');
  for (const element of mail.querySelectorAll(UNWANTED)) element.remove();
  for (const element of mail.querySelectorAll('*')) strip(element);
  for (const quote of mail.querySelectorAll('blockquote, .gmail_quote')) foldQuote(mail, quote);
  const head = `<meta charset="utf-8"><style nonce="${nonce()}">${rules()}</style>`;
  return policy.createHTML(
    `<!doctype html><html><head>${head}</head><body dir="auto">${mail.body.innerHTML}</body></html>`,
  );
}

function strip(element) {
  for (const { name } of [...element.attributes]) {
    if (name.startsWith('on') || name === 'style' || name === 'srcdoc')
      element.removeAttribute(name);
  }
  if (element.localName === 'a') {
    if (!/^(https?:|mailto:|tel:)/i.test(element.getAttribute('href') ?? '')) {
      element.removeAttribute('href');
    }
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  }
  if (element.localName === 'img' && !PICTURE.test(element.getAttribute('src') ?? '')) {
    element.replaceWith(element.getAttribute('alt') ?? '');
  }
}

/** Puts the outermost quote into a fold that needs no script. */
function foldQuote(mail, quote) {
  if (quote.closest('details')) return;
  const fold = mail.createElement('details');
  const title = mail.createElement('summary');
  title.textContent = 'Quoted text';
  quote.replaceWith(fold);
  fold.append(title, quote);
}

function nonce() {
  return document.querySelector('script[nonce]')?.nonce ?? '';
}

function rules() {
  const tokens = getComputedStyle(document.documentElement);
  const value = (name) => tokens.getPropertyValue(name);
  return RULES.replace('FONT', value('--font'))
    .replace('INK', value('--ink'))
    .replaceAll('BRAND', value('--brand'))
    .replace('LINE', value('--line-strong'));
}

customElements.define('omni-mail', MailFrame);

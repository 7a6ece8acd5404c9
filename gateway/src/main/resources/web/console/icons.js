/** Our own small pictures, as SVG templates that take the text's colour. */
import { html, svg } from 'lit';

const SHAPES = {
  email: svg`<rect x="2" y="3.5" width="12" height="9" rx="1.8"/><path d="m2.6 4.6 5.4 4 5.4-4"/>`,
  chat: svg`
    <path d="M2.5 7.6c0-2.7 2.4-4.6 5.5-4.6s5.5 1.9 5.5 4.6-2.4 4.6-5.5 4.6c-.7
      0-1.4-.1-2-.3L3 13.2l.7-2.3c-.8-.9-1.2-2-1.2-3.3Z"/>
  `,
  form: svg`
    <rect x="3" y="2" width="10" height="12" rx="1.8"/>
    <path d="M5.6 5.4h4.8M5.6 8h4.8M5.6 10.6h2.6"/>
  `,
  telegram: svg`<path d="M14 2.8 1.9 7.5l3.8 1.4M14 2.8l-2 10-4.1-2.6M14 2.8 5.7 8.9v4l2.2-2.7"/>`,
  social: svg`
    <circle cx="4" cy="8" r="1.9"/>
    <circle cx="11.8" cy="3.9" r="1.9"/>
    <circle cx="11.8" cy="12.1" r="1.9"/>
    <path d="m5.7 7.1 4.4-2.3M5.7 8.9l4.4 2.3"/>
  `,
  whatsapp: svg`
    <path d="M2.4 13.6 3.3 11A5.8 5.8 0 1 1 5.4 12.9Z"/>
    <path d="M6.2 5.9c0 2 1.9 3.9 3.9 3.9"/>
  `,
  messenger: svg`
    <path d="M8 2.2c3.4 0 5.9 2.4 5.9 5.4S11.4 13 8 13c-.6 0-1.2-.1-1.7-.2l-2 1v-1.9
      C2.9 10.9 2.1 9.4 2.1 7.6c0-3 2.5-5.4 5.9-5.4Z"/>
    <path d="m5 8.8 2.1-2.2 1.8 1.4 2.1-2"/>
  `,
  instagram: svg`
    <rect x="2.5" y="2.5" width="11" height="11" rx="3.2"/>
    <circle cx="8" cy="8" r="2.6"/>
    <path d="M11 5h.1"/>
  `,
  filter: svg`<path d="M2.5 4h11M4.5 8h7M6.5 12h3"/>`,
  search: svg`<circle cx="7" cy="7" r="4.3"/><path d="m10.3 10.3 3.4 3.4"/>`,
  sun: svg`
    <circle cx="8" cy="8" r="2.8"/>
    <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4
      12.6l.9-.9M11.7 4.3l.9-.9"/>
  `,
  moon: svg`<path d="M13.3 9.7A5.8 5.8 0 0 1 6.3 2.7a5.8 5.8 0 1 0 7 7Z"/>`,
  help: svg`
    <circle cx="8" cy="8" r="6"/>
    <path d="M6.2 6.3c.2-1 .9-1.5 1.8-1.5 1 0 1.8.6 1.8 1.5 0 1.3-1.8 1.4-1.8 2.7"/>
    <path d="M8 11.2v.1"/>
  `,
  out: svg`
    <path d="M6.3 2.5H4A1.5 1.5 0 0 0 2.5 4v8A1.5 1.5 0 0 0 4 13.5h2.3M6.5 8h7M11 5.5 13.5 8
      11 10.5"/>
  `,
  back: svg`<path d="M13 8H3.5M7 4 3 8l4 4"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  clip: svg`
    <path d="m12.7 7.7-4.8 4.7a3 3 0 0 1-4.2-4.2l5-5a2 2 0 0 1 2.8 2.8l-5 5a1 1 0 0
      1-1.4-1.4l4.5-4.5"/>
  `,
  download: svg`<path d="M8 2.5v7M5 7l3 3 3-3M3 12.8h10"/>`,
  more: svg`<path d="M3.5 8h.1M8 8h.1M12.5 8h.1"/>`,
  send: svg`<path d="M2.3 2.8 14 8 2.3 13.2 4 8ZM4 8h5"/>`,
  note: svg`
    <path d="M9.5 13.5H4A1.5 1.5 0 0 1 2.5 12V4A1.5 1.5 0 0 1 4 2.5h8A1.5 1.5 0 0 1 13.5
      4v5.5ZM13.5 9.5h-4v4"/>
  `,
  eye: svg`
    <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z"/>
    <circle cx="8" cy="8" r="1.9"/>
  `,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.7V8l2.2 1.5"/>`,
  up: svg`<path d="m4 9.5 4-4 4 4"/>`,
  down: svg`<path d="m4 6.5 4 4 4-4"/>`,
  urgent: svg`<path d="m4 8 4-4 4 4M4 12.5l4-4 4 4"/>`,
  check: svg`<path d="m3 8.5 3.3 3.3L13 4.8"/>`,
  person: svg`
    <circle cx="8" cy="5.3" r="2.7"/>
    <path d="M2.8 13.5c.5-2.7 2.6-4 5.2-4s4.7 1.3 5.2 4"/>
  `,
  bolt: svg`<path d="M8.8 1.8 3.3 9h4l-.9 5.2L12.7 7h-4.4Z"/>`,
};

/** The picture called `name`, `size` pixels square; hidden from screen readers. */
export function icon(name, size = 16) {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width=${name === 'more' ? 2.2 : 1.4}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${SHAPES[name]}
  </svg>`;
}

const KINDS = ['email', 'chat', 'form', 'telegram', 'messenger', 'instagram', 'whatsapp'];

/** Kinds that bring mail, whoever relays it. */
const RELAYS = ['mailgun', 'sendgrid', 'postmark', 'ses'];

/** The picture of a channel kind; a kind without its own gets the general one. */
export function channelIcon(kind, size = 16) {
  const general = RELAYS.includes(kind) ? 'email' : 'social';
  return icon(KINDS.includes(kind) ? kind : general, size);
}

/** The gate: two arches and what comes through. */
export function logo(size = 28) {
  return html`<svg width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#0b5f5b" />
    <g fill="none" stroke-linecap="round" stroke-width="2.6">
      <path d="M6.5 24.5V16a9.5 9.5 0 0 1 19 0v8.5" stroke="#8fe3d6" />
      <path d="M11.4 24.5V16.2a4.6 4.6 0 0 1 9.2 0v8.3" stroke="#e9fbf8" />
    </g>
    <circle cx="16" cy="22.6" r="2.3" fill="#ffb454" />
  </svg>`;
}

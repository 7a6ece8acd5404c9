/** How contacts and colleagues are named and pictured. */
import { html } from 'lit';

/** A contact's name; without one the visitor ID, else an address. */
export function contactName(contact) {
  return contact.name ?? contact.visitor ?? contact.email ?? contact.phone ?? 'Unknown contact';
}

/** A colleague's name by e-mail address; the address itself where the name is unknown. */
export function agentName(agents, email) {
  return agents.find((agent) => agent.email === email)?.name ?? email;
}

/** One or two letters that stand for `name`. */
export function initials(name) {
  const words = name
    .replace(/^V-/, '')
    .split(/[\s.@_-]+/, 2)
    .filter(Boolean);
  return words.map((word) => [...word][0].toUpperCase()).join('');
}

/** A round picture of `name`; the same name always takes the same hue. */
export function avatar(name, label = name) {
  return html`<span class="avatar hue${hue(name)}" title=${label} aria-hidden="true"
    >${initials(name)}</span
  >`;
}

/** One of the eight hues that `avatars` in avatars.js draws. */
function hue(name) {
  let sum = 7;
  for (const letter of name) sum = (sum * 33 + letter.codePointAt(0)) % 99991;
  return (sum >> 3) % 8;
}

/** Files that a provider keeps and the gateway never fetched: their names, and a way to them. */
import { html } from 'lit';
import { bytes } from './files.js';
import { icon } from './icons.js';

/** The entry's `facts.media` as a list that can be shown; what is not well-formed is left out. */
export function providerFiles({ media }) {
  return Array.isArray(media)
    ? media.filter((file) => file && typeof file === 'object').map(described)
    : [];
}

function described({ type, name, size, url }) {
  const text = (value) => (typeof value === 'string' ? value : '');
  return {
    label: text(name) || text(type) || 'file',
    size: Number.isFinite(size) ? bytes(size) : '',
    url: /^https:\/\//.test(text(url)) ? url : '',
  };
}

/** Shows one of them; it opens, in a tab that is told nothing of us, where an agent asks for it. */
export function providerFile({ label, size, url }) {
  const inside = html`${icon('social', 14)}<span class="clip">${label}</span>
    <span class="quiet">${size || 'kept by the provider'}</span>`;
  return url
    ? html`<a class="file" href=${url} target="_blank" rel="noopener noreferrer nofollow"
        >${inside}</a
      >`
    : html`<span class="file">${inside}</span>`;
}

/** The ids of the messages in `thread` that their customer took back, earlier versions included. */
export function withdrawn(thread) {
  const named = new Set(
    thread.filter(({ facts }) => facts.event === 'withdrawn').map(({ facts }) => facts.message),
  );
  const versions = new Set(
    thread.filter(({ id }) => named.has(id)).map(({ facts }) => facts.messageId),
  );
  return new Set(
    thread
      .filter(
        ({ id, direction, facts }) =>
          named.has(id) ||
          (direction === 'in' && facts.messageId !== undefined && versions.has(facts.messageId)),
      )
      .map(({ id }) => id),
  );
}

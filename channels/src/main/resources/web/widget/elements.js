/** Pictures, as paths of a 24 by 24 grid. */
const PICTURES = {
  chat: 'M21 12a8 8 0 0 1-8 8H4l1.8-3.2A8 8 0 1 1 21 12zM8.5 12h.01M12.5 12h.01M16.5 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  clip: 'M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8',
  send: 'M12 19V5M5.5 11.5L12 5l6.5 6.5',
  file: 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5',
};

const SVG = 'http://www.w3.org/2000/svg';

/** What looks like an address of the web in a text, without what closes the sentence behind it. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"]*[^\s<>".,;:!?')\]]/g;

/**
 * An element. Attributes that are false or null are left out, functions listen to events; texts
 * become text nodes, never markup.
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function picture(name, size) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PICTURES[name]);
  svg.append(path);
  return svg;
}

/** `text` with its web addresses as links that tell nothing of this page. */
function linked(text) {
  const parts = [];
  let end = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const link = { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' };
    parts.push(text.slice(end, index), element('a', link, address));
    end = index + address.length;
  }
  return [...parts, text.slice(end)];
}

/** What names a file: a sign, its name and its size. */
function fileName(name, size, language) {
  const small = element('small', {}, readableSize(size, language));
  return [picture('file', 18), element('span', { dir: 'auto' }, name), small];
}

/** A size in bytes as people read it. */
function readableSize(bytes, language) {
  const [unit, scale] = bytes < 1048576 ? ['kilobyte', 1024] : ['megabyte', 1048576];
  const options = { style: 'unit', unit, maximumFractionDigits: bytes < 10 * scale ? 1 : 0 };
  return new Intl.NumberFormat(language, options).format(bytes / scale);
}

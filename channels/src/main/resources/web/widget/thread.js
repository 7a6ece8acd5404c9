/** Pictures that browsers show, as the gateway hands them out. */
const PICTURE = /^image\/(avif|bmp|gif|jpeg|png|webp)$/;

/** A larger picture is fetched when somebody asks for it, in bytes. */
const LARGEST_PICTURE = 5 * 1024 * 1024;

/** What stands under a message is not read out by itself. */
const META = { class: 'meta', 'aria-live': 'off' };

/**
 * The messages as a list that only ever changes where they do, so that a screen reader reads out
 * what is new and nothing else. A message keeps its line from being written to being stored.
 */
class Thread {
  #rows = new Map();

  constructor(log, conversation, say, language) {
    this.log = log;
    this.conversation = conversation;
    this.say = say;
    this.language = language;
  }

  render() {
    const { log } = this;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const anchor = this.#anchor();
    const before = anchor?.getBoundingClientRect().top;
    const rows = this.#wanted();
    const keys = new Set(rows.map(({ key }) => key));
    for (const [key, { node }] of this.#rows) {
      if (!keys.has(key)) {
        node.remove();
        this.#rows.delete(key);
      }
    }
    let place = log.firstChild;
    for (const row of rows) {
      const node = this.#node(row);
      // A line made anew has taken the place of the old one.
      if (place && !place.isConnected) place = node;
      if (node !== place) log.insertBefore(node, place);
      place = node.nextSibling;
    }
    if (atEnd) log.scrollTop = log.scrollHeight;
    else if (anchor?.isConnected) log.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** The uppermost message in sight: it stays where it is while others come above or below it. */
  #anchor() {
    const { top } = this.log.getBoundingClientRect();
    return [...this.log.querySelectorAll('.message')].find(
      (line) => line.getBoundingClientRect().bottom > top,
    );
  }

  /** The lines there should be: `sign` changes when a line has to be made anew. */
  #wanted() {
    const { messages, outgoing, more } = this.conversation;
    const rows = [];
    if (more) rows.push({ key: 'older', sign: '', make: () => this.#older() });
    else rows.push({ key: 'hello', sign: '', make: () => this.#hello() });
    let day = '';
    let author = null;
    for (const message of messages) {
      const date = new Date(message.at);
      if (date.toDateString() !== day) {
        day = date.toDateString();
        rows.push({ key: `day ${day}`, sign: '', make: () => this.#day(date) });
        author = null;
      }
      const who = message.mine ? '' : (message.author?.name ?? this.say('team'));
      const named = who && who !== author ? who : null;
      author = who;
      const key = message.ref ?? message.id;
      rows.push({ key, sign: `stored ${named}`, make: () => this.#stored(message, named) });
    }
    for (const message of outgoing) {
      const { id, state } = message;
      const sign = state + (state === 'waiting' && !this.conversation.online);
      rows.push({ key: id, sign, make: () => this.#outgoing(message) });
    }
    return rows;
  }

  #node({ key, sign, make }) {
    const known = this.#rows.get(key);
    if (known?.sign === sign) return known.node;
    const made = make();
    const node = known && sameWords(known.node, made) ? refreshed(known.node, made) : made;
    if (known && node !== known.node) known.node.replaceWith(node);
    this.#rows.set(key, { node, sign });
    return node;
  }

  #older() {
    const click = () => this.conversation.older();
    return element('button', { class: 'older', type: 'button', click }, this.say('older'));
  }

  #hello() {
    return element(
      'div',
      { class: 'message' },
      element('p', { class: 'who' }, this.say('team')),
      element('div', { class: 'bubble' }, this.say('hello')),
    );
  }

  #day(date) {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - date.setHours(0, 0, 0, 0)) / 864e5);
    const options = { weekday: 'long', day: 'numeric', month: 'long' };
    const name =
      days === 0
        ? this.say('today')
        : days === 1
          ? this.say('yesterday')
          : new Intl.DateTimeFormat(this.language, options).format(date);
    return element('p', { class: 'day' }, name);
  }

  #stored({ mine, at, text, attachments }, named) {
    const clock = new Intl.DateTimeFormat(this.language, { timeStyle: 'short' });
    const time = clock.format(new Date(at));
    // What has no words of its own is called by its files' names.
    const names = attachments.map(({ name }) => `[${name}]`).join(' ');
    return element(
      'div',
      { class: mine ? 'message mine' : 'message' },
      named && element('p', { class: 'who' }, named),
      mine ? element('span', { class: 'sr' }, `${this.say('you')}: `) : null,
      text && text !== names
        ? element('div', { class: 'bubble', dir: 'auto' }, ...linked(text))
        : null,
      ...attachments.map((file) => this.#file(file)),
      element('div', META, element('time', { datetime: at }, time)),
    );
  }

  /** A link, that shows a picture where it is one; named alone where the page lets none in. */
  #file({ name, size, mediaType, url }) {
    const link = { href: url, download: name, target: '_blank', rel: 'noopener noreferrer' };
    const named = () => fileName(name, size, this.language);
    const made = element('a', { class: 'file', ...link });
    if (!PICTURE.test(mediaType) || size > LARGEST_PICTURE) {
      made.append(...named());
      return made;
    }
    const error = () => {
      made.className = 'file';
      made.replaceChildren(...named());
    };
    const shown = { src: url, alt: name, title: name, loading: 'lazy', decoding: 'async' };
    made.className = 'shown';
    made.append(element('img', { ...shown, width: '240', height: '160', error }));
    return made;
  }

  #outgoing({ id, body, files, state, detail, lost }) {
    const word = state === 'waiting' ? (this.conversation.online ? 'sending' : 'waits') : state;
    const failed = state === 'failed';
    const why = lost ? this.say('lost') : detail;
    const button = (label, click) => element('button', { type: 'button', click }, this.say(label));
    return element(
      'div',
      { class: `message mine ${state}` },
      element('span', { class: 'sr' }, `${this.say('you')}: `),
      body.text ? element('div', { class: 'bubble', dir: 'auto' }, ...linked(body.text)) : null,
      ...files.map(({ name, size }) =>
        element('div', { class: 'file' }, ...fileName(name, size, this.language)),
      ),
      element(
        'div',
        META,
        element('span', { role: failed && 'alert' }, this.say(word)),
        failed ? button('retry', () => this.conversation.retry(id)) : null,
        failed ? button('drop', () => this.conversation.drop(id)) : null,
      ),
      failed && why ? element('p', { class: 'wrong', role: 'alert' }, why) : null,
    );
  }
}

function sameWords(one, other) {
  const words = (line) => line.querySelector('.bubble')?.textContent;
  return words(one) !== undefined && words(one) === words(other);
}

/** The line `old` with what stands under the words of `made`, and its state. */
function refreshed(old, made) {
  const under = (line) => [...line.querySelectorAll('.bubble ~ *')];
  old.className = made.className;
  under(old).forEach((each) => each.remove());
  old.append(...under(made));
  return old;
}

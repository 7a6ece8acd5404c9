/**
 * What survives a reload: the session's token and the messages that are not yet stored. Each
 * message has a key of its own, so that two windows never overwrite each other's. Where the browser
 * keeps nothing, or is full, all of it is kept in memory and the chat works until the reload.
 */
class Store extends EventTarget {
  static MOST_WAITING = 50;

  #prefix;
  #memory = new Map();

  /** `name` tells this chat's entries from those of everybody else on the page's origin. */
  constructor(name) {
    super();
    this.#prefix = `omnigate:${name}:`;
    addEventListener('storage', ({ key }) => {
      if (key === `${this.#prefix}session`) this.dispatchEvent(new Event('session'));
    });
  }

  get session() {
    return this.#get('session');
  }

  /** What was looked at in one session says nothing of another. */
  set session(token) {
    if (token === this.session) return;
    this.#remove('seen');
    if (token === null) this.#remove('session');
    else this.#set('session', token);
  }

  /** Who the visitor said to be. */
  get visitor() {
    return JSON.parse(this.#get('visitor') ?? '{}');
  }

  set visitor(visitor) {
    this.#set('visitor', JSON.stringify(visitor));
  }

  /** The place of the last message that the visitor has looked at. */
  get seen() {
    return Number(this.#get('seen') ?? 0);
  }

  set seen(place) {
    if (place !== this.seen) this.#set('seen', String(place));
  }

  /** Whether the panel stands open: of this tab, from one page to the next. */
  get open() {
    try {
      return sessionStorage.getItem(`${this.#prefix}open`) !== null;
    } catch {
      return false;
    }
  }

  set open(open) {
    try {
      if (open) sessionStorage.setItem(`${this.#prefix}open`, 'yes');
      else sessionStorage.removeItem(`${this.#prefix}open`);
    } catch {
      // The next page begins with the button.
    }
  }

  /** The messages that are not yet stored, the oldest first. */
  waiting() {
    return this.#keys('out:')
      .map((key) => JSON.parse(this.#get(key)))
      .sort((a, b) => a.at - b.at);
  }

  /** Keeps a message until {@link forget}. */
  keep(message) {
    this.#set(`out:${message.id}`, JSON.stringify(message));
  }

  forget(id) {
    this.#remove(`out:${id}`);
  }

  #get(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return localStorage.getItem(this.#prefix + name);
    } catch {
      return null;
    }
  }

  #set(name, value) {
    try {
      localStorage.setItem(this.#prefix + name, value);
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value);
    }
  }

  #remove(name) {
    this.#memory.delete(name);
    try {
      localStorage.removeItem(this.#prefix + name);
    } catch {
      // Nothing is kept there.
    }
  }

  #keys(beginning) {
    const names = new Set([...this.#memory.keys()]);
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(this.#prefix)) names.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Only what is in memory.
    }
    return [...names].filter((name) => name.startsWith(beginning));
  }
}

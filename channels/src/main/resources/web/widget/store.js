/**
 * Entries of this chat in a storage of the browser's. Where that keeps nothing, or is full, they are
 * kept in memory, until the reload.
 */
class Shelf {
  #storage;
  #prefix;
  #memory = new Map();

  /** `storage` gives the storage, or throws where it is blocked. */
  constructor(storage, prefix) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  get(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return this.#storage().getItem(this.#prefix + name);
    } catch {
      return null;
    }
  }

  set(name, value) {
    try {
      this.#storage().setItem(this.#prefix + name, value);
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value);
    }
  }

  remove(name) {
    this.#memory.delete(name);
    try {
      this.#storage().removeItem(this.#prefix + name);
    } catch {
      // Nothing is kept there.
    }
  }

  /** What stands under the names that begin so. */
  all(beginning) {
    const names = new Set(this.#memory.keys());
    try {
      for (const key of Object.keys(this.#storage())) {
        if (key.startsWith(this.#prefix)) names.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Only what is in memory.
    }
    return [...names].filter((name) => name.startsWith(beginning)).map((name) => this.get(name));
  }
}

/**
 * What survives a reload: the session's token and the messages that are not yet stored. Each
 * message has a key of its own, so that two windows never overwrite each other's.
 */
class Store extends EventTarget {
  static MOST_WAITING = 50;

  #all;
  #tab;

  /** `name` tells this chat's entries from those of everybody else on the page's origin. */
  constructor(name) {
    super();
    const prefix = `omnigate:${name}:`;
    this.#all = new Shelf(() => localStorage, prefix);
    this.#tab = new Shelf(() => sessionStorage, prefix);
    addEventListener('storage', ({ key }) => {
      if (key === `${prefix}session`) this.dispatchEvent(new Event('session'));
    });
  }

  get session() {
    return this.#all.get('session');
  }

  /** What was looked at in one session says nothing of another. */
  set session(token) {
    if (token === this.session) return;
    this.#all.remove('seen');
    if (token === null) this.#all.remove('session');
    else this.#all.set('session', token);
  }

  /** Who the visitor said to be. */
  get visitor() {
    return JSON.parse(this.#all.get('visitor') ?? '{}');
  }

  set visitor(visitor) {
    this.#all.set('visitor', JSON.stringify(visitor));
  }

  /** The place of the last message that the visitor has looked at. */
  get seen() {
    return Number(this.#all.get('seen') ?? 0);
  }

  set seen(place) {
    if (place !== this.seen) this.#all.set('seen', String(place));
  }

  /** Whether the panel stands open: of this tab, from one page to the next. */
  get open() {
    return this.#tab.get('open') !== null;
  }

  set open(open) {
    if (open) this.#tab.set('open', 'yes');
    else this.#tab.remove('open');
  }

  /** The messages that are not yet stored, the oldest first. */
  waiting() {
    return [...this.#all.all('out:'), ...this.#tab.all('out:')]
      .map((message) => JSON.parse(message))
      .sort((a, b) => a.at - b.at);
  }

  /**
   * Keeps a message until {@link forget}. One that has lost its files is of this tab: in another one
   * they may still be on their way.
   */
  keep(message) {
    this.forget(message.id);
    const shelf = message.lost ? this.#tab : this.#all;
    shelf.set(`out:${message.id}`, JSON.stringify(message));
  }

  forget(id) {
    this.#all.remove(`out:${id}`);
    this.#tab.remove(`out:${id}`);
  }
}

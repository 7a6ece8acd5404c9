/** How often at most the other side is told that somebody is writing. */
const TYPING_EVERY_MS = 3_000;

/** How long a sign of writing holds. */
const TYPING_HOLDS_MS = 6_000;

/** How many files the gateway takes with one message. */
const MOST_FILES = 5;

/** How long a file may be on its way: the largest one takes this long by a slow line. */
const UPLOAD_MS = 180_000;

/** The fields that say who the visitor is. */
const WHO = ['name', 'email'];

/** How long a window of another process may take to learn of what was stored in this one. */
const SPREAD_MS = 2_000;

/** A second try where nothing at all came back for a message. */
const ANSWER_MS = 20_000;

/**
 * The conversation as this window knows it: what is stored, in its order, and what is on its way.
 * Fires `change` whenever there is something new to show, `arrived` for each answer that came in
 * while the window was there, and `dropped` with the words of a message given up for its files.
 *
 * Messages leave one at a time, in the order they were written, each under an id that it keeps: one
 * whose receipt was lost is sent again and recognised. Files leave by HTTP, in the same row.
 */
class Conversation extends EventTarget {
  messages = [];
  outgoing = [];
  more = false;
  status = null;
  ticket = null;
  online = false;
  typing = null;
  maxFileBytes = 10 * 1024 * 1024;

  #base;
  #channel;
  #store;
  #connection;
  #session;
  #on = null;
  #last = null;
  #read = 0;
  #sending = null;
  #beginning = false;
  #settle = null;
  #notBefore = 0;
  #timer = null;
  #typingTimer = null;
  #typedAt = 0;

  constructor(base, channel, store) {
    super();
    this.#base = base;
    this.#channel = channel;
    this.#store = store;
    this.#session = store.session;
    const address = new URL(`/in/${channel}/socket`, base);
    address.protocol = address.protocol.replace('http', 'ws');
    this.#connection = new Connection(address.href);
    this.#connection.addEventListener('up', () => this.#open());
    this.#connection.addEventListener('down', () => this.#down());
    this.#connection.addEventListener('frame', ({ detail }) => this.#receive(detail));
    store.addEventListener('session', () => this.#follow());
    this.outgoing = store
      .waiting()
      .map((message) => ({ state: 'waiting', ...message, files: [] }));
  }

  /** Whether there is something to go on with. */
  get begun() {
    return this.#session !== null || this.outgoing.length > 0;
  }

  /** Whether a message was refused for what the visitor said to be. */
  get asksWho() {
    return this.outgoing.some(({ state, field }) => state === 'failed' && WHO.includes(field));
  }

  start() {
    this.#connection.start();
  }

  /**
   * Writes `text` with `files`, the ones that find no room beside it in messages of their own; false
   * where too much waits already.
   */
  write(text, files = []) {
    const loads = this.#loads(files);
    if (this.outgoing.length + loads.length > Store.MOST_WAITING) return false;
    loads.forEach((load, i) => this.#write(i ? '' : text, load));
    this.#typedAt = 0;
    this.#changed();
    this.start();
    this.#next();
    return true;
  }

  /** What one message can carry of files is bounded together. */
  #loads(files) {
    const loads = [[]];
    for (const file of files) {
      const last = loads.at(-1);
      const bytes = last.reduce((sum, { size }) => sum + size, file.size);
      if (last.length < MOST_FILES && bytes <= this.maxFileBytes) last.push(file);
      else loads.push([file]);
    }
    return loads;
  }

  #write(text, files) {
    const { name, email } = this.#store.visitor;
    const body = { text, name, email, page: location.href.slice(0, 2000) };
    const message = { id: newId(), at: Date.now(), body, files, state: 'waiting' };
    this.outgoing.push(message);
    this.#keep(message);
  }

  /** Keeps the words for the next page, which cannot have the files. */
  #keep({ id, at, body, files, state, detail, field }) {
    const lost = files.length > 0;
    const kept = { id, at, body, lost, state: lost ? 'failed' : state, detail, field };
    if (body.text) this.#store.keep(kept);
  }

  /** Tries a message again that failed, with who the visitor says to be now. */
  retry(id) {
    const message = this.outgoing.find((each) => each.id === id);
    if (!message) return;
    const { name, email } = this.#store.visitor;
    const body = { ...message.body, name, email };
    Object.assign(message, { body, state: 'waiting', field: null, lost: false });
    this.#keep(message);
    this.#changed();
    this.#next();
  }

  /** Gives up a message that failed; of one with files the words are handed back. */
  drop(id) {
    const { body, files, lost } = this.outgoing.find((each) => each.id === id);
    this.#done(id);
    if (lost || files.length) this.#tell('dropped', body.text);
    this.#changed();
    this.#next();
  }

  older() {
    this.#connection.send({ op: 'older', before: this.messages[0]?.seq ?? 0 });
  }

  /** Somebody is writing in this window. */
  types() {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = now;
    this.#connection.send({ op: 'typing' });
  }

  /** How many answers have not been looked at, in this window or another one. */
  get unread() {
    const { seen } = this.#store;
    return this.messages.filter(({ mine, seq }) => !mine && seq > seen).length;
  }

  /** Everything there is has been looked at. */
  seen() {
    if (!this.#last) return;
    if (this.#last > this.#store.seen) this.#store.seen = this.#last;
    if (this.#last <= this.#read) return;
    if (this.#tellsSeen('read')) this.#read = this.#last;
  }

  /** Tells that everything up to here has come, or was read, and of which conversation. */
  #tellsSeen(op) {
    return this.#connection.send({ op, seq: this.#last, ticket: this.#on });
  }

  #open() {
    const frame = { op: 'open', session: this.#session, after: this.#last, ticket: this.#on };
    this.#connection.send(frame);
  }

  /** Goes along where another window has begun a session, or given one up. */
  #follow() {
    const before = this.#session;
    this.#turn(this.#store.session);
    if (this.#session === before) return;
    if (before === null) this.#open();
    else this.#connection.redial();
  }

  /** Goes on with `session`, or with none. */
  #turn(session) {
    this.#store.session = session;
    if (session === this.#session) return;
    this.#session = session;
    this.#forget();
  }

  /** Nothing is known of the conversation: what comes from now on is not of the one before. */
  #forget() {
    Object.assign(this, { messages: [], more: false, status: null, ticket: null });
    this.#on = null;
    this.#last = null;
    this.#read = 0;
    this.#types(null);
  }

  #down() {
    this.online = false;
    this.#read = 0;
    clearTimeout(this.#timer);
    if (this.#sending && !this.#sending.files.length) this.#waitAgain();
    this.#changed();
  }

  #receive(frame) {
    switch (frame.op) {
      case 'opened':
        this.#opened(frame);
        break;
      case 'message':
        this.#take([frame]);
        break;
      case 'older':
        this.more = frame.more;
        this.#take(frame.messages);
        break;
      case 'status':
        this.#stands(frame);
        this.#changed();
        break;
      case 'typing':
        this.#types(frame.author);
        break;
      case 'receipt':
        this.#stored(frame);
        break;
      case 'refused':
        this.#refused(frame);
        break;
      case 'error':
        this.#wrong(frame);
        break;
    }
  }

  #opened({ messages, more, status, ticket, session, maxFileBytes, reset }) {
    this.#connection.settled();
    this.online = true;
    this.maxFileBytes = maxFileBytes;
    if (reset) this.#forget();
    // The answer to an open before the last one tells nothing of this session.
    if (session && session === this.#session) {
      const whole = this.#last === null;
      if (whole) this.more = more;
      this.#stands({ status, ticket });
      this.#take(messages);
      // Places that are there no more would hide what comes in theirs.
      if (whole) this.#store.seen = Math.min(this.#store.seen, this.#last ?? 0);
    }
    this.#changed();
    this.#next();
  }

  /** A receipt may name another ticket before the messages that led to it are here. */
  #stands({ status, ticket }) {
    Object.assign(this, { status, ticket });
    this.#on = ticket;
  }

  /** Puts messages in their places; one that is there already is left alone. */
  #take(messages) {
    const known = new Set(this.messages.map(({ id }) => id));
    const fresh = messages.filter(({ id }) => !known.has(id));
    for (const message of fresh) if (message.ref) this.#done(message.ref);
    const beginning = this.#last === null;
    this.messages = [...this.messages, ...fresh].sort((a, b) => a.seq - b.seq);
    const answers = fresh.filter(({ mine, seq }) => !mine && seq > (this.#last ?? 0));
    this.#last = this.messages.at(-1)?.seq ?? this.#last;
    if (answers.length) {
      this.#types(null);
      this.#tellsSeen('delivered');
    }
    this.#changed();
    if (!beginning) answers.forEach((detail) => this.#tell('arrived', detail));
  }

  #types(author) {
    clearTimeout(this.#typingTimer);
    this.typing = author;
    if (author) this.#typingTimer = setTimeout(() => this.#types(null), TYPING_HOLDS_MS);
    this.#changed();
  }

  /** Sends the oldest message that waits, unless one is on its way. */
  #next() {
    if (this.#sending || !this.online) return;
    if (this.#beginning && this.#session === null) return;
    const message = this.outgoing.find(({ state }) => state === 'waiting');
    if (!message) return;
    const pause = this.#notBefore - performance.now();
    if (pause > 0) this.#later(pause);
    else if (this.#session === null) this.#begin();
    else this.#leave(message);
  }

  /**
   * One window at a time begins a session; the others wait until it has, and join. Nobody else gets
   * their turn before they can have heard of the session, at which they need none.
   */
  async #begin() {
    this.#beginning = true;
    await alone(`omnigate:${this.#base}:${this.#channel}`, async () => {
      this.#follow();
      const message = this.outgoing.find(({ state }) => state === 'waiting');
      if (this.#session !== null || !message || !this.online) return;
      const settled = new Promise((resolve) => (this.#settle = resolve));
      this.#leave(message);
      await settled;
      if (this.#session === null) return;
      await new Promise((resolve) => setTimeout(resolve, SPREAD_MS));
    });
    this.#beginning = false;
    this.#next();
  }

  #leave(message) {
    this.#sending = message;
    message.state = 'sending';
    this.#changed();
    if (message.files.length) {
      this.#upload(message);
    } else {
      this.#connection.send({ op: 'message', id: message.id, ...message.body });
      this.#timer = setTimeout(() => this.#again(0), ANSWER_MS);
    }
  }

  async #upload(message) {
    const form = new FormData();
    const fields = { id: message.id, session: this.#session, ...message.body };
    for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
    for (const file of message.files) form.append('files', file);
    try {
      const url = new URL(`/in/${this.#channel}`, this.#base);
      const signal = AbortSignal.timeout(UPLOAD_MS);
      const answer = await fetch(url, { method: 'POST', body: form, credentials: 'omit', signal });
      const said = await answer.json();
      // It may have come back as a message by then, and another one be on its way.
      if (this.#sending !== message) return;
      if (answer.ok) this.#stored({ ...said, id: message.id });
      else this.#refused({ ...said, id: message.id, retryAfter: retryAfter(answer) });
    } catch {
      if (this.#sending === message) this.#again(5);
    }
  }

  #stored({ id, session, ticket }) {
    const before = this.#session;
    this.#turn(session);
    this.#store.forget(id);
    this.ticket = ticket ?? this.ticket;
    const message = this.outgoing.find((each) => each.id === id);
    if (message) message.state = 'sent';
    if (this.#sending?.id === id) this.#sent();
    // A message that was posted began the session without the socket's knowing.
    if (before === null && message?.files.length) this.#open();
    else if (before !== null && before !== session) this.#connection.redial();
  }

  #refused({ id, code, detail, field, retryAfter: seconds }) {
    if (code === 'bad-session') {
      this.#turn(null);
      this.#again(0);
      this.#connection.redial();
    } else if (seconds) {
      this.#again(seconds);
    } else {
      const message = this.outgoing.find((each) => each.id === id);
      if (message) this.#keep(Object.assign(message, { state: 'failed', detail, field }));
      if (this.#sending?.id === id) this.#sent();
    }
  }

  /**
   * A session that is good no more, as after a change of the gateway's secret, is left for a new
   * one. A socket shows one conversation: another one is shown by another.
   */
  #wrong({ code }) {
    if (code === 'bad-session' || code === 'already-open') {
      this.#turn(code === 'bad-session' ? null : this.#store.session);
      this.#connection.redial();
    } else if (!this.online) {
      this.#timer = setTimeout(() => this.#connection.up && this.#open(), 2000);
    }
  }

  /** What was being sent is over. */
  #sent() {
    clearTimeout(this.#timer);
    this.#rest();
    this.#changed();
    this.#next();
  }

  /** What was being sent is sent again, with the same id, after a while. */
  #again(seconds) {
    this.#notBefore = performance.now() + seconds * 1000;
    this.#waitAgain();
    this.#changed();
    this.#later(seconds * 1000);
  }

  #later(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), millis);
  }

  #waitAgain() {
    if (this.#sending) this.#sending.state = 'waiting';
    this.#rest();
  }

  /** Nothing is on its way. */
  #rest() {
    this.#sending = null;
    this.#settle?.();
    this.#settle = null;
  }

  #done(id) {
    this.#store.forget(id);
    this.outgoing = this.outgoing.filter((each) => each.id !== id);
    if (this.#sending?.id === id) this.#sent();
  }

  #changed() {
    this.#tell('change');
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Does `task` while no other window does one of that name, where the browser can tell. */
function alone(name, task) {
  const { locks } = navigator;
  return locks ? locks.request(name, task).catch(task) : task();
}

/** How many seconds to wait where the answer says that trying again can help. */
function retryAfter(answer) {
  const passing = [408, 429].includes(answer.status) || answer.status >= 500;
  return passing ? Number(answer.headers.get('Retry-After')) || 5 : null;
}

/** A UUID; pages without TLS have no `crypto.randomUUID`. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

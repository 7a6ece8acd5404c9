/** The longest pause between two tries to connect, and the first one. */
const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 500;

/** A gateway that restarts loses all its windows at once: they come back over this long. */
const RESTART = 1012;
const RESTART_SPREAD_MS = 5_000;

/** A page is not told of the pings below WebSocket's frames: it asks, and hangs up on silence. */
const PING_MS = 20_000;
const SILENCE_MS = 45_000;
const DIAL_MS = 10_000;

/**
 * A socket that comes back by itself, with growing pauses and some chance in them, so that not
 * everybody returns in the same moment. Fires `up`, `down` and `frame` (with the frame as detail).
 */
class Connection extends EventTarget {
  #url;
  #socket = null;
  #timer = null;
  #heartbeat = null;
  #heardAt = 0;
  #attempt = 0;
  #wanted = false;
  #known = false;

  constructor(url) {
    super();
    this.#url = url;
    addEventListener('online', () => this.#now());
    addEventListener('offline', () => this.#wanted && this.#lost());
    document.addEventListener('visibilitychange', () => !document.hidden && this.#now());
  }

  get up() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects, and stays connected from now on. */
  start() {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#dial();
  }

  /** Hangs up, and connects anew at once. */
  redial() {
    if (!this.#wanted) return;
    this.#dial();
    this.dispatchEvent(new Event('down'));
  }

  /** Whether the frame is on its way; it may still be lost. */
  send(frame) {
    if (this.up) this.#socket.send(JSON.stringify(frame));
    return this.up;
  }

  /** The gateway answers properly: the next pause is a short one again. */
  settled() {
    this.#attempt = 0;
  }

  #dial() {
    this.#drop();
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lost(), DIAL_MS);
    socket.onopen = () => {
      clearTimeout(this.#timer);
      this.#known = true;
      this.#heardAt = performance.now();
      this.#heartbeat = setInterval(() => this.#ping(), PING_MS);
      this.dispatchEvent(new Event('up'));
    };
    socket.onmessage = ({ data }) => {
      this.#heardAt = performance.now();
      this.dispatchEvent(new CustomEvent('frame', { detail: JSON.parse(data) }));
    };
    socket.onclose = ({ code }) => {
      this.#explain();
      this.#lost(code === RESTART ? RESTART_SPREAD_MS : 0);
    };
  }

  #ping() {
    if (performance.now() - this.#heardAt > SILENCE_MS) this.#lost();
    else this.send({ op: 'ping' });
  }

  /** A page that is not let in learns no more than that: it is told where to look. */
  #explain() {
    if (this.#known) return;
    this.#known = true;
    console.warn(`No chat at ${this.#url} yet. Is ${location.origin} one of its channel's origins?`);
  }

  /** Tries again after a while, spread over `spread` milliseconds more. */
  #lost(spread = 0) {
    this.#drop();
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#attempt++);
    const chance = pause * (0.5 + Math.random() / 2) + spread * Math.random();
    this.#timer = setTimeout(() => this.#dial(), chance);
    this.dispatchEvent(new Event('down'));
  }

  #now() {
    if (this.#wanted && !this.#socket) this.#dial();
  }

  #drop() {
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    if (!this.#socket) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }
}

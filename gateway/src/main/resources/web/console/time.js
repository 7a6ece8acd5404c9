/** Times as agents read them, and the one timer that makes them tick. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const absoluteFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'full',
  timeStyle: 'medium',
});
const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekdayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short' });

/** A span in milliseconds with its two leading units, such as `42s`, `7m`, `2h 05m`, `3d 4h`. */
export function span(milliseconds) {
  const ms = Math.max(0, milliseconds);
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < DAY) {
    const minutes = String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0');
    return `${Math.floor(ms / HOUR)}h ${minutes}m`;
  }
  const hours = Math.floor((ms % DAY) / HOUR);
  return hours ? `${Math.floor(ms / DAY)}d ${hours}h` : `${Math.floor(ms / DAY)}d`;
}

/** How long ago, or how soon, in one unit: `just now`, `7m ago`, `in 2h`. */
export function relative(at, now) {
  const ms = now - Date.parse(at);
  if (Math.abs(ms) < 10 * SECOND) return 'just now';
  const [leading] = span(Math.abs(ms)).split(' ');
  return ms > 0 ? `${leading} ago` : `in ${leading}`;
}

/** The full date and time in the reader's own language and zone. */
export function absolute(at) {
  return absoluteFormat.format(new Date(at));
}

/** The time today, the weekday within six days, else the date: short and not ambiguous. */
export function short(at, now) {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return clockFormat.format(date);
  if (Math.abs(now - date) < 6 * DAY) {
    return `${weekdayFormat.format(date)} ${clockFormat.format(date)}`;
  }
  return dayFormat.format(date);
}

const hosts = new Set();
let timer = null;

function tick() {
  for (const host of hosts) host.requestUpdate();
}

/** Lets a component render once a second while it is on the page; all share one timer. */
export class Ticking {
  constructor(host) {
    this.host = host;
    host.addController(this);
  }

  hostConnected() {
    hosts.add(this.host);
    timer ??= setInterval(tick, SECOND);
  }

  hostDisconnected() {
    hosts.delete(this.host);
    if (hosts.size === 0) {
      clearInterval(timer);
      timer = null;
    }
  }
}

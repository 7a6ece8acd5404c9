/** Answers and notes that are not sent yet, kept in this browser, so that nothing typed is lost. */
const PREFIX = 'omnigate.draft.';
const MOST = 100;

function key(ticket, kind) {
  return `${PREFIX}${ticket}.${kind}`;
}

/** The kept text; empty where there is none. */
export function loadDraft(ticket, kind) {
  try {
    return JSON.parse(localStorage.getItem(key(ticket, kind)))?.text ?? '';
  } catch {
    return '';
  }
}

/** Keeps `text`, or forgets the draft where it is empty. Only the newest hundred are kept. */
export function saveDraft(ticket, kind, text) {
  if (!text) {
    localStorage.removeItem(key(ticket, kind));
    return;
  }
  try {
    localStorage.setItem(key(ticket, kind), JSON.stringify({ text, at: Date.now() }));
  } catch {
    // The store is full or switched off: the text is still in the field.
  }
  prune();
}

/** Whether anything is kept. */
export function hasDrafts() {
  return names().length > 0;
}

/** Forgets every draft, as on a shared machine after signing out. */
export function forgetDrafts() {
  for (const name of names()) localStorage.removeItem(name);
}

function names() {
  return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
}

function prune() {
  const all = names();
  if (all.length <= MOST) return;
  const age = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name)).at ?? 0;
    } catch {
      return 0;
    }
  };
  all.sort((a, b) => age(a) - age(b));
  for (const name of all.slice(0, all.length - MOST)) localStorage.removeItem(name);
}

/** The keyboard: which key does what, and when a key is none of our business. */

/** Every shortcut, as the help shows it. */
export const SHORTCUTS = [
  { keys: ['n'], does: 'Take the next ticket to solve' },
  { keys: ['j', '↓'], does: 'Next ticket in the list' },
  { keys: ['k', '↑'], does: 'Previous ticket in the list' },
  { keys: ['Enter'], does: 'Open the marked ticket' },
  { keys: ['Esc'], does: 'Back to the list, or out of a field' },
  { keys: ['r'], does: 'Reply to the customer' },
  { keys: ['i'], does: 'Write an internal note' },
  { keys: ['e'], does: 'Resolve the open ticket' },
  { keys: ['Ctrl', 'Enter'], does: 'Send what is written' },
  { keys: ['/'], does: 'Search' },
  { keys: ['1', '…', '5'], does: 'Switch the list' },
  { keys: ['?'], does: 'Show this help' },
];

/** The element that truly has the focus, through every shadow root. */
export function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/**
 * Calls `onKey(key, {typing, idle})` for each key that may be a shortcut. `typing` says that a
 * field has the focus; `idle` that nothing has which would use Enter or the arrow keys itself.
 * A truthy answer means that the key was used. Returns what ends the listening.
 */
export function listen(onKey) {
  const handle = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = focused();
    if (target?.closest('dialog')) return;
    const typing = Boolean(target?.matches('input, textarea, select, [contenteditable]'));
    const idle = !target || target === document.body || target.matches('[role=listbox]');
    if (typing && event.key !== 'Escape') return;
    if (onKey(event.key, { typing, idle, target })) event.preventDefault();
  };
  window.addEventListener('keydown', handle);
  return () => window.removeEventListener('keydown', handle);
}

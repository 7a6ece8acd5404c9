/**
 * Moves list items visibly: each item glides from where it was to where it is (first, last,
 * invert, play), and new ones fade in and glow for a moment.
 */
const MOVE = { duration: 320, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' };
const GLOW_MS = 2600;

/** Where the children of `list` that carry `data-id` are, by that id. */
export function places(list) {
  const tops = new Map();
  for (const item of list.querySelectorAll('[data-id]')) {
    tops.set(item.dataset.id, item.offsetTop);
  }
  return tops;
}

/** Plays the way from `before` (made by {@link places}) to now; `glow` says which items glow. */
export function play(list, before, glow) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const item of list.querySelectorAll('[data-id]')) {
    const was = before.get(item.dataset.id);
    if (was === undefined) {
      item.animate([{ opacity: 0, transform: 'translateY(-10px)' }, {}], MOVE);
    } else if (was !== item.offsetTop) {
      item.animate([{ transform: `translateY(${was - item.offsetTop}px)` }, {}], MOVE);
    }
    if (glow.has(item.dataset.id)) {
      const colour = getComputedStyle(item).getPropertyValue('--glow');
      item.animate([{ backgroundColor: colour }, { backgroundColor: colour }, {}], {
        duration: GLOW_MS,
        easing: 'ease-out',
      });
    }
  }
}

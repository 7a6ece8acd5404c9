/** Light or dark: as the system says, unless the reader chose. */
const KEY = 'omnigate.theme';

/** Fired on the window when the reader chose the other theme. */
export const THEME_CHANGED = 'omnigate-theme';

/** Whether the page is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Turns to the other theme and keeps the choice; boot.js applies it on the next visit. */
export function toggleTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
  dispatchEvent(new Event(THEME_CHANGED));
}

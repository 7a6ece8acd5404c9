/** Styles that several components share. */
import { css } from 'lit';

/** Resets, focus rings, links and text that only screen readers get. */
export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  a {
    color: var(--brand);
  }
  svg {
    display: block;
    flex: none;
  }
  :focus-visible {
    outline: 2px solid var(--brand);
    outline-offset: 2px;
    border-radius: var(--radius-s);
  }
  .quiet {
    color: var(--ink-3);
  }
  .mono {
    font-family: var(--mono);
    font-size: 0.92em;
    letter-spacing: -0.01em;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .clip {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  kbd {
    font: 600 11px/1 var(--font);
    padding: 3px 5px;
    min-width: 18px;
    text-align: center;
    border: 1px solid var(--line-strong);
    border-bottom-width: 2px;
    border-radius: 5px;
    color: var(--ink-2);
    background: var(--surface);
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** Buttons: plain, `primary`, `ghost` and `danger`; `icon` for one that holds only a picture. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 34px;
    padding: 0 var(--s3);
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--raised);
    font-weight: 550;
    white-space: nowrap;
    cursor: pointer;
    transition:
      background 0.12s,
      border-color 0.12s;
  }
  .btn:hover {
    background: var(--hover);
    border-color: var(--ink-3);
  }
  .btn[disabled] {
    opacity: 0.5;
    cursor: default;
    pointer-events: none;
  }
  .btn.primary {
    background: var(--brand);
    border-color: var(--brand);
    color: var(--brand-ink);
  }
  .btn.primary:hover {
    background: var(--brand-hover);
  }
  .btn.primary kbd {
    background: transparent;
    color: inherit;
    border-color: currentColor;
    opacity: 0.75;
  }
  .btn.ghost {
    border-color: transparent;
    background: transparent;
    color: var(--ink-2);
  }
  .btn.ghost:hover {
    background: color-mix(in srgb, var(--ink) 7%, transparent);
    color: var(--ink);
  }
  .btn.danger {
    color: var(--danger);
  }
  .btn.icon {
    width: 34px;
    padding: 0;
  }
  .btn.small {
    min-height: 28px;
    padding: 0 var(--s2);
    font-size: 13px;
  }
`;

/** Text fields and selects. */
export const fields = css`
  .field {
    font: inherit;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    padding: 0 10px;
    min-height: 34px;
    min-width: 0;
    font-weight: 400;
  }
  .field::placeholder {
    color: var(--ink-3);
  }
  .field:hover {
    border-color: var(--ink-3);
  }
  .field:focus-visible {
    outline-offset: -1px;
    border-radius: 8px;
  }
  select.field {
    appearance: none;
    padding-right: 24px;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position:
      calc(100% - 14px) 50%,
      calc(100% - 10px) 50%;
    background-size: 4px 4px;
    background-repeat: no-repeat;
    cursor: pointer;
  }
  select.field option {
    background: var(--raised);
    color: var(--ink);
    font-weight: 400;
  }
  textarea.field {
    padding: 10px 12px;
    line-height: 1.5;
  }
  label.stack {
    display: grid;
    gap: 6px;
    font-weight: 550;
  }
`;

/** A status as a coloured word; colour is never the only sign. */
export const pills = css`
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 2px 9px;
    border-radius: 99px;
    font-size: 12px;
    font-weight: 600;
    line-height: 18px;
    white-space: nowrap;
    color: var(--closed);
    background: var(--closed-soft);
  }
  .pill.new {
    color: var(--new);
    background: var(--new-soft);
  }
  .pill.open {
    color: var(--open);
    background: var(--open-soft);
  }
  .pill.answered {
    color: var(--answered);
    background: var(--answered-soft);
  }
  .pill.postponed {
    color: var(--postponed);
    background: var(--postponed-soft);
  }
  .pill.resolved {
    color: var(--resolved);
    background: var(--resolved-soft);
  }
  .pill.spam {
    color: var(--spam);
    background: var(--spam-soft);
  }
  .pill.deleted {
    text-decoration: line-through;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 8px;
    border-radius: 5px;
    font-size: 12px;
    line-height: 18px;
    color: var(--ink-2);
    background: var(--sunken);
    border: 1px solid var(--line);
  }
`;

/** A box that says what went wrong or what to mind. */
export const banners = css`
  .banner {
    display: flex;
    align-items: center;
    gap: var(--s3);
    padding: var(--s2) var(--s3);
    border: 1px solid var(--note-line);
    border-radius: 8px;
    background: var(--note);
    color: var(--note-ink);
    font-size: 13px;
  }
  .banner.bad {
    border-color: var(--danger-line);
    background: var(--danger-soft);
    color: var(--danger);
  }
  .banner > .grow {
    flex: 1;
    min-width: 0;
  }
`;

/** Messages that did not reach the customer, as far as we know, and the way to send them again. */
import { css, html } from 'lit';

/** The messages of `thread` that did not arrive and were not sent again since, by their ids. */
export function undelivered(thread) {
  const open = new Set();
  for (const { kind, facts } of thread) {
    if (kind !== 'event') continue;
    if (facts.event === 'undelivered') open.add(facts.message);
    if (facts.event === 'bounce' && facts.outcome === 'failed') open.add(facts.returned);
    if (facts.event === 'sent-again') open.delete(facts.message);
  }
  return open;
}

/** The line under such a message; its button makes `host` fire `send-again`. */
export function lost(host) {
  return html`<p class="lost" role="status">
    <span>It did not arrive, as far as we know.</span>
    <button class="btn small" @click=${() => host.dispatchEvent(new Event('send-again'))}>
      Send again
    </button>
  </p>`;
}

export const lostStyles = css`
  .lost {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2);
    margin: 10px 0 0;
    font-size: 13px;
    font-weight: 600;
    color: var(--danger);
  }
`;

/** The look of an open ticket. */
import { css } from 'lit';

export const ticketStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    background: var(--bg);
  }
  .thread {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: var(--s3) var(--s5) var(--s5);
    position: relative;
  }
  .thread:focus-visible {
    outline-offset: -3px;
  }
  .column {
    max-width: 860px;
    margin: 0 auto;
  }
  .banner {
    margin: var(--s2) var(--s5) 0;
  }
  .unseen {
    position: sticky;
    bottom: 0;
    display: grid;
    justify-items: center;
  }
  .unseen .btn {
    box-shadow: var(--shadow-l);
    border-radius: 99px;
  }
  .writing {
    min-height: 20px;
    padding: 0 var(--s5);
    font-size: 12.5px;
  }
  .void {
    flex: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--s3);
    padding: var(--s6);
    text-align: center;
    color: var(--ink-2);
  }
  @media (max-width: 899px) {
    .thread {
      padding: var(--s2) var(--s4) var(--s4);
    }
    .banner {
      margin-inline: var(--s4);
    }
  }
`;

/** The page's frame: the bar on top, and the list beside the open ticket where there is room. */
import { css } from 'lit';

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100vh;
    height: 100dvh;
  }
  main {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  main.split {
    grid-template-columns: minmax(320px, 400px) minmax(0, 1fr);
  }
  main.split omni-queue {
    border-right: 1px solid var(--line);
  }
  .toast {
    position: fixed;
    left: 50%;
    bottom: var(--s5);
    z-index: 10;
    max-width: calc(100vw - 32px);
    padding: 10px 18px;
    border-radius: 99px;
    background: var(--ink);
    color: var(--bg);
    font-weight: 550;
    box-shadow: var(--shadow-l);
    transform: translateX(-50%);
    animation: rise 0.25s ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translate(-50%, 8px);
    }
  }
  @media (max-width: 899px) {
    main.split {
      grid-template-columns: minmax(0, 1fr);
    }
    main.split omni-queue {
      display: none;
    }
  }
`;

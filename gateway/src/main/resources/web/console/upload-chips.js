/** The files of an answer as they are shown over its button: how far each is, what went wrong, and what to do about it. */
import { css, html } from 'lit';
import { bytes } from './files.js';
import { icon } from './icons.js';

export const chipStyles = css`
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    flex: 1;
    min-width: 0;
  }
  .file {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 320px;
    padding: 2px 4px 2px 9px;
    border: 1px solid var(--line);
    border-radius: 7px;
    font-size: 12.5px;
  }
  .file.failed {
    border-color: var(--danger);
  }
  .file .why {
    color: var(--danger);
  }
  .file progress {
    width: 56px;
    accent-color: var(--brand);
  }
  .file button {
    border: 0;
    background: none;
    padding: 3px;
    cursor: pointer;
    color: var(--ink-3);
    font: inherit;
  }
  .file button.again {
    color: var(--brand);
  }
`;

/** One file; `again` and `remove` do what their buttons say. */
export function chip({ file, sent, id, problem }, { again, remove }) {
  return html`<span class="file ${problem ? 'failed' : ''}" title=${problem ?? file.name}
    ><span class="clip">${file.name}</span><span class="quiet">${bytes(file.size)}</span>${
      problem
        ? html`<span class="why" role="alert"><span class="sr">${file.name}: ${problem}</span>not uploaded</span
            ><button type="button" class="again" aria-label="Upload ${file.name} again" @click=${again}>
              Try again
            </button>`
        : id
          ? ''
          : html`<progress max="1" .value=${sent} aria-label="Uploading ${file.name}"></progress>`
    }<button type="button" aria-label="Remove ${file.name}" @click=${remove}>
      ${icon('close', 12)}
    </button></span
  >`;
}

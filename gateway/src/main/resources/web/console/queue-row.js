/** One ticket in the list. */
import { css, html } from 'lit';
import { agentName, avatar, contactName } from './people.js';
import { channelIcon, icon } from './icons.js';
import { absolute, relative, short, span } from './time.js';

const SOON_MS = 30 * 60_000;

/**
 * The row of `ticket`. `marked` is the row that the keyboard is on, `open` the one whose ticket is
 * shown; `position` and `size` place it for screen readers.
 */
export function row(ticket, { now, me, agents, marked, open, position, size, onOpen }) {
  const name = contactName(ticket.contact);
  return html`<div
    role="option"
    id="t-${ticket.id}"
    class="row ${ticket.priority} ${marked ? 'marked' : ''} ${open ? 'current' : ''}"
    data-id=${ticket.id}
    aria-selected=${open}
    aria-posinset=${position}
    aria-setsize=${size}
    @click=${(event) => onOpen(ticket.id, event)}
    @auxclick=${(event) => onOpen(ticket.id, event)}
  >
    <span class="channel" title="${ticket.channel} (${ticket.kind})">
      ${channelIcon(ticket.kind, 17)}<span class="sr">by ${ticket.kind}</span>
    </span>
    <span class="who clip">
      ${priorityMark(ticket.priority)}
      <strong class=${ticket.contact.name ? 'clip' : 'clip mono'}><bdi>${name}</bdi></strong>
      ${
        ticket.messageCount > 1
          ? html`<span class="count" title="${ticket.messageCount} messages"
              >${ticket.messageCount}<span class="sr"> messages</span></span
            >`
          : ''
      }
    </span>
    <span class="what clip">${words(ticket)}</span>
    <span class="foot">
      <span class="state"><span class="pill ${ticket.status}">${ticket.status}</span></span>
      <span class="tags"
        >${ticket.tags.slice(0, 2).map((tag) => html`<span class="tag clip">${tag}</span>`)}</span
      >
      <span class="due">${due(ticket, now)}</span>
      <span class="holder">${holder(ticket, { now, me, agents })}</span>
    </span>
    <span class="wait">${wait(ticket, now)}</span>
  </div>`;
}

/** Subject and preview; one of them where the subject was taken from what is previewed. */
function words({ subject, preview }) {
  const stem = subject.replace(/…$/, '').trimEnd();
  if (stem && preview.startsWith(stem)) return html`<bdi class="subject">${preview}</bdi>`;
  return html`<bdi class="subject">${subject || '(no subject)'}</bdi>${
      preview ? html`<span class="preview"> — <bdi>${preview}</bdi></span>` : ''
    }`;
}

function priorityMark(priority) {
  const picture = { urgent: 'urgent', high: 'up', low: 'down' }[priority];
  return picture
    ? html`<span class="priority ${priority}" title="${priority} priority"
        >${icon(picture, 14)}<span class="sr">${priority} priority</span></span
      >`
    : '';
}

/** Who solves it now, with a dot, or else who it is assigned to. */
function holder({ lease, assignee }, { now, me, agents }) {
  const leased = lease && Date.parse(lease.until) > now;
  const email = leased ? lease.agent : assignee;
  if (!email) return '';
  const name = agentName(agents, email);
  return html`${avatar(name, `${leased ? 'Being solved by' : 'Assigned to'} ${name}`)}<span
      class="sr"
      >${leased ? 'being solved by' : 'assigned to'} ${email === me ? 'you' : name}</span
    >${leased ? html`<span class="lease"></span>` : ''}`;
}

/** How long the customer waits for us; where nobody waits, when the ticket came. */
function wait(ticket, now) {
  if (!ticket.waitingSince) {
    return html`<time class="quiet" datetime=${ticket.createdAt} title=${absolute(ticket.createdAt)}
      >${short(ticket.createdAt, now)}</time
    >`;
  }
  return html`<time
    datetime=${ticket.waitingSince}
    title="Waiting since ${absolute(ticket.waitingSince)}"
    ><span class="sr">waiting </span>${span(now - Date.parse(ticket.waitingSince))}</time
  >`;
}

function due(ticket, now) {
  if (ticket.status === 'postponed' && ticket.postponedUntil) {
    return html`<span title="Comes back ${absolute(ticket.postponedUntil)}"
      >back ${relative(ticket.postponedUntil, now)}</span
    >`;
  }
  if (!ticket.dueAt || !ticket.waitingSince) return '';
  const left = Date.parse(ticket.dueAt) - now;
  const title = `Due ${absolute(ticket.dueAt)}`;
  if (ticket.overdue || left < 0) {
    return html`<span class="late" title=${title}
      >${icon('clock', 13)}overdue ${span(Math.max(0, -left))}</span
    >`;
  }
  return html`<span class=${left < SOON_MS ? 'soon' : ''} title=${title}
    >due ${relative(ticket.dueAt, now)}</span
  >`;
}

/** The look of the rows: one line each where there is room, three short ones where not. */
export const rowStyles = css`
  .row {
    display: grid;
    grid-template-columns: 20px minmax(110px, 190px) minmax(0, 1fr) auto 92px 116px 34px 66px;
    grid-template-areas: 'channel who what tags state due holder wait';
    align-items: center;
    column-gap: var(--s3);
    min-height: 46px;
    padding: 6px var(--s5);
    border-bottom: 1px solid var(--line);
    background-color: var(--surface);
    cursor: pointer;
    position: relative;
  }
  .row:hover {
    background-color: var(--hover);
  }
  .row.marked {
    background-color: var(--hover);
    box-shadow: inset 3px 0 0 var(--line-strong);
  }
  .list:focus-visible .row.marked,
  .keyboard .row.marked {
    box-shadow: inset 3px 0 0 var(--brand);
  }
  .row.current {
    background-color: var(--brand-soft);
    box-shadow: inset 3px 0 0 var(--brand);
  }
  .channel {
    grid-area: channel;
    color: var(--ink-3);
  }
  .who {
    grid-area: who;
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .who strong {
    font-weight: 620;
  }
  .what {
    grid-area: what;
    color: var(--ink-3);
  }
  .subject {
    color: var(--ink);
  }
  .foot {
    display: contents;
  }
  .tags {
    grid-area: tags;
    display: flex;
    gap: 4px;
  }
  .state {
    grid-area: state;
  }
  .due {
    grid-area: due;
    justify-self: end;
    font-size: 12.5px;
    color: var(--ink-3);
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .holder {
    grid-area: holder;
    position: relative;
    justify-self: center;
  }
  .holder:empty {
    display: none;
  }
  .holder .avatar {
    width: 26px;
    height: 26px;
    font-size: 10.5px;
  }
  .lease {
    position: absolute;
    right: -2px;
    bottom: -1px;
    width: 10px;
    height: 10px;
    border-radius: 50%;
    border: 2px solid var(--surface);
    background: light-dark(#1f9d57, #4fd08b);
  }
  .wait {
    grid-area: wait;
    text-align: right;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
    font-weight: 550;
  }
  .late,
  .soon {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-weight: 620;
  }
  .late {
    color: var(--danger);
  }
  .soon {
    color: var(--open);
  }
  .count {
    font-size: 11.5px;
    color: var(--ink-3);
    font-weight: 600;
  }
  .priority {
    display: inline-grid;
    flex: none;
  }
  .priority.urgent {
    color: var(--danger);
  }
  .priority.high {
    color: var(--open);
  }
  .priority.low {
    color: var(--ink-3);
  }
  @container (max-width: 900px) {
    .row {
      grid-template-columns: 18px minmax(0, 1fr) auto;
      grid-template-areas:
        'channel who wait'
        '. what what'
        '. foot foot';
      row-gap: 3px;
      column-gap: 10px;
      padding: 10px var(--s4);
    }
    .what {
      font-size: 13.5px;
    }
    .foot {
      grid-area: foot;
      display: flex;
      align-items: center;
      gap: var(--s2);
      min-height: 24px;
    }
    .tags {
      min-width: 0;
    }
    .due {
      margin-left: auto;
    }
    .holder .avatar {
      width: 22px;
      height: 22px;
      font-size: 9.5px;
    }
  }
`;

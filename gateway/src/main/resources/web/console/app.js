/** The console: signs in, keeps the live queue, and shows what the address says. */
import { LitElement, css, html } from 'lit';
import { Api } from './api.js';
import { Live } from './live.js';
import { announcement } from './queue-view.js';
import { appStyles } from './app-styles.js';
import { base } from './styles.js';
import { EMPTY } from './fold.js';
import { TABS, format, liveFilter, parse } from './routes.js';
import { forgetDrafts, hasDrafts } from './drafts.js';
import { listen } from './shortcuts.js';
import './app-bar.js';
import './ask-dialog.js';
import './help-dialog.js';
import './sign-in.js';
import './ticket-view.js';

/** The name of the subscription that the list shows. */
const LIST = 'list';
const PAGE = 50;
const MOST = 200;
const TOAST_MS = 5000;
const ANNOUNCE_MS = 1500;

/** The whole page; everything else is told by it and tells it by events. */
class Console extends LitElement {
  static properties = {
    me: { state: true },
    notice: { state: true },
    route: { state: true },
    view: { state: true },
    arrived: { state: true },
    agents: { state: true },
    config: { state: true },
    toast: { state: true },
    news: { state: true },
    taking: { state: true },
  };

  static styles = [base, appStyles];

  constructor() {
    super();
    const url = `${location.origin.replace(/^http/, 'ws')}/api/queue/live`;
    this.api = new Api({ onSignedOut: () => this.#signedOut('Your session is over.') });
    this.live = new Live(url);
    this.route = parse(location.hash);
    this.view = EMPTY;
    this.arrived = new Set();
    this.agents = [];
    this.config = { channels: [], departments: [] };
    this.limit = PAGE;
    this.unsaid = [];
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#routed());
    listen((key, focus) => (this.me ? this.#key(key, focus) : false));
    this.live.addEventListener('view', ({ detail }) => this.#onView(detail));
    this.live.addEventListener('problem', ({ detail }) => this.#say(detail.detail));
    this.live.addEventListener('refused', () => this.#whoAmI());
    this.#whoAmI();
  }

  render() {
    if (this.me === undefined) return '';
    if (this.me === null) {
      return html`<omni-sign-in
        .api=${this.api}
        .notice=${this.notice}
        @signed-in=${({ detail }) => this.#signedIn(detail)}
      ></omni-sign-in>`;
    }
    const { ticket } = this.route;
    return html`<header>
        <omni-bar
          .me=${this.me}
          .live=${this.live}
          .taking=${this.taking}
          @next=${this.#next}
          @help=${this.#help}
          @sign-out=${this.#signOut}
        ></omni-bar>
      </header>
      <main class=${ticket ? 'split' : ''}>
        <omni-queue
          .view=${this.view}
          .route=${this.route}
          .agents=${this.agents}
          .config=${this.config}
          .arrived=${this.arrived}
          .me=${this.me.email}
          @open=${({ detail }) => this.#go({ ticket: detail })}
          @more=${this.#more}
          @route=${({ detail }) => this.#go({ ...detail, ticket: null })}
        ></omni-queue>
        ${
          ticket
            ? html`<omni-ticket
                .ticketId=${ticket}
                .api=${this.api}
                .live=${this.live}
                .agents=${this.agents}
                .me=${this.me.email}
                .ask=${(question) => this.#ask(question)}
                @leave=${this.#leave}
                @skipped=${({ detail }) => this.#taken(detail)}
              ></omni-ticket>`
            : ''
        }
      </main>
      ${this.toast ? html`<p class="toast" role="status">${this.toast}</p>` : ''}
      <p class="sr" aria-live="polite">${this.news}</p>
      <omni-ask></omni-ask>
      <omni-help></omni-help>`;
  }

  async #whoAmI() {
    try {
      const me = await this.api.whoAmI();
      if (me && !this.me) this.#signedIn(me);
      else if (!me && this.me) this.#signedOut('Your session is over. Sign in to go on.');
      else if (!me) this.me = null;
    } catch (error) {
      if (this.me) return;
      this.me = null;
      this.notice = error.message;
    }
  }

  #signedIn(me) {
    this.me = me;
    this.notice = null;
    this.live.start();
    this.#subscribe();
    this.api.agents().then(
      (agents) => (this.agents = agents),
      () => {},
    );
    this.api.config().then(
      (config) => (this.config = config),
      () => {},
    );
  }

  /** Back to the sign-in page; the address stays, so that signing in leads back here. */
  #signedOut(notice) {
    this.live.stop();
    this.me = null;
    this.view = EMPTY;
    this.notice = notice;
  }

  async #signOut() {
    if (hasDrafts()) {
      const sure = await this.#ask({
        title: 'Sign out',
        text: 'Unsent drafts are kept in this browser only. Signing out deletes them.',
        confirm: 'Sign out',
        danger: true,
      });
      if (!sure) return;
    }
    await this.api.signOut().catch(() => {});
    forgetDrafts();
    location.hash = '';
    this.#signedOut(null);
  }

  #routed() {
    const before = this.route;
    this.route = parse(location.hash);
    if (!this.me) return;
    const same = format({ ...before, ticket: null }) === format({ ...this.route, ticket: null });
    if (!same) this.limit = PAGE;
    this.#subscribe();
  }

  #go(change) {
    location.hash = format({ ...this.route, ...change });
  }

  #subscribe() {
    this.live.subscribe(LIST, liveFilter(this.route, this.me.email), this.limit);
    this.view = this.live.view(LIST);
    this.arrived = new Set();
  }

  #more() {
    this.limit = Math.min(MOST, this.limit + PAGE);
    this.#subscribe();
  }

  #onView({ id, view, arrived }) {
    if (id !== LIST) return;
    this.arrived = new Set(arrived.map((ticket) => ticket.id));
    this.view = view;
    const { tab } = this.route;
    document.title = `${tab === TABS[0] && view.total ? `(${view.total}) ` : ''}Omnigate`;
    this.#announce(arrived.filter((ticket) => ticket.status === 'new'));
  }

  /** Tells screen readers of new contacts, several at once as one sentence. */
  #announce(arrived) {
    this.unsaid.push(...arrived);
    if (!this.unsaid.length || this.saying) return;
    this.saying = setTimeout(() => {
      this.news = announcement(this.unsaid);
      this.unsaid = [];
      this.saying = null;
    }, ANNOUNCE_MS);
  }

  async #next() {
    if (this.taking) return;
    this.taking = true;
    try {
      this.#taken(await this.api.next());
    } catch (error) {
      this.#say(error.message);
    } finally {
      this.taking = false;
    }
  }

  /** Opens the ticket that was taken; null where there was none. */
  #taken(ticket) {
    if (ticket) this.#go({ tab: TABS[0], ticket: ticket.id });
    else {
      this.#say('Nothing to solve right now.');
      this.#leave();
    }
  }

  #leave() {
    this.#go({ ticket: null });
    this.#queue?.focusList();
  }

  #say(text) {
    this.toast = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (this.toast = null), TOAST_MS);
  }

  #help() {
    this.renderRoot.querySelector('omni-help').show();
  }

  #ask(question) {
    return this.renderRoot.querySelector('omni-ask').ask(question);
  }

  get #queue() {
    return this.renderRoot.querySelector('omni-queue');
  }

  get #ticket() {
    return this.renderRoot.querySelector('omni-ticket');
  }

  #key(key, { typing, idle, target }) {
    if (typing) return key === 'Escape' && (target.blur(), true);
    const tab = TABS[Number(key) - 1];
    if (tab) return (this.#go({ tab, ticket: null }), true);
    switch (key) {
      case 'n':
        return (this.#next(), true);
      case 'j':
        return (this.#queue.move(1), true);
      case 'k':
        return (this.#queue.move(-1), true);
      case 'ArrowDown':
        return idle && (this.#queue.move(1), true);
      case 'ArrowUp':
        return idle && (this.#queue.move(-1), true);
      case 'Enter':
        return idle && this.#queue.openMarked();
      case 'Escape':
        return this.route.ticket && (this.#leave(), true);
      case 'r':
        return this.#ticket && (this.#ticket.compose('reply'), true);
      case 'i':
        return this.#ticket && (this.#ticket.compose('note'), true);
      case 'e':
        return this.#ticket && (this.#ticket.act('resolve'), true);
      case '/':
        return (this.#queue.focusSearch(), true);
      case '?':
        return (this.#help(), true);
      default:
        return false;
    }
  }
}

customElements.define('omni-app', Console);

/** After so long a screen reader has seen, and kept to itself, what was said on the page before. */
const SETTLES_MS = 1_000;

/** The button in the corner and the panel over it, in a shadow tree that the page cannot disturb. */
class Widget {
  #open = false;
  #quiet = false;
  #chosen = [];

  constructor(host, conversation, store, options) {
    Object.assign(this, { conversation, store, options });
    this.say = speaker(options.language);
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [sheet];
    this.#build();
    shadow.append(this.root);
    this.thread = new Thread(this.log, conversation, this.say, options.language);
    conversation.addEventListener('change', () => this.#render());
    conversation.addEventListener('arrived', ({ detail }) => this.#announce(detail));
    conversation.addEventListener('dropped', ({ detail }) => this.#handBack(detail));
    document.addEventListener('visibilitychange', () => this.#look());
    this.#dress();
    this.#render();
    if (store.open) this.#keepOpen();
  }

  /** As the page before left it: without taking the focus, and without reading all of it out. */
  #keepOpen() {
    this.#quiet = true;
    this.log.setAttribute('aria-live', 'off');
    this.root.classList.add('kept');
    this.#show(true);
  }

  #build() {
    const { say } = this;
    this.badge = element('span', { class: 'badge', hidden: true, 'aria-hidden': 'true' });
    this.launcher = element(
      'button',
      {
        class: 'launcher',
        type: 'button',
        'aria-expanded': 'false',
        'aria-controls': 'panel',
        click: () => this.toggle(),
      },
      picture('chat', 28),
      this.badge,
    );
    this.status = element('p', { class: 'status', role: 'status' });
    const log = { class: 'log', role: 'log', 'aria-label': say('log'), tabindex: '0' };
    this.log = element('div', log);
    this.typing = element('p', { class: 'typing', 'aria-live': 'polite' });
    this.notice = element('p', { class: 'notice', role: 'alert', hidden: true });
    this.panel = element(
      'section',
      { id: 'panel', class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
      element(
        'header',
        {},
        element(
          'div',
          {},
          element('h2', { id: 'title' }, this.options.title ?? say('title')),
          this.status,
        ),
        element(
          'button',
          {
            class: 'close',
            type: 'button',
            'aria-label': say('close'),
            click: () => this.toggle(),
          },
          picture('close', 22),
        ),
      ),
      this.log,
      this.typing,
      this.notice,
      this.#form(),
    );
    const keydown = (event) => {
      if (event.key !== 'Escape' || !this.#open) return;
      event.stopPropagation();
      this.toggle();
    };
    const root = { class: 'root', lang: this.options.language, keydown };
    // Outside the panel: what is hidden is not read out.
    this.news = element('p', { class: 'sr', 'aria-live': 'polite' });
    this.root = element('div', root, this.panel, this.launcher, this.news);
  }

  #form() {
    const { say, store } = this;
    const about = (name, type) => {
      const { [name]: value = '' } = store.visitor;
      const input = ({ target }) => {
        const typed = (target.validity.valid && target.value.trim()) || undefined;
        store.visitor = { ...store.visitor, [name]: typed };
        if (target.validity.valid) this.#mark(target);
      };
      const change = ({ target }) => this.#mark(target);
      const attributes = { type, name, value, autocomplete: name, maxlength: '200', input, change };
      const named = { 'aria-label': say(name), placeholder: say(name) };
      return element('input', { ...attributes, ...named, 'aria-describedby': 'wrong' });
    };
    this.email = about('email', 'email');
    this.wrong = element('p', { id: 'wrong', class: 'wrong', 'aria-live': 'polite' });
    this.about = element('div', { class: 'about' }, about('name', 'text'), this.email, this.wrong);
    this.field = element('textarea', {
      rows: '1',
      maxlength: '10000',
      'aria-label': say('write'),
      placeholder: say('write'),
      input: () => this.#typed(),
      keydown: (event) => this.#key(event),
      paste: (event) => this.#attach(event.clipboardData?.files ?? [], event),
    });
    const change = ({ target }) => {
      this.#attach(target.files);
      target.value = '';
    };
    const files = element('input', { type: 'file', multiple: true, hidden: true, change });
    this.chosen = element('ul', { class: 'chosen', 'aria-live': 'polite' });
    this.go = element(
      'button',
      { class: 'tool go', type: 'submit', 'aria-label': say('send'), 'aria-disabled': 'true' },
      picture('send', 20),
    );
    const attach = element(
      'button',
      { class: 'tool', type: 'button', 'aria-label': say('attach'), click: () => files.click() },
      picture('clip', 20),
    );
    const submit = (event) => {
      event.preventDefault();
      this.#send();
    };
    return element(
      'form',
      { submit, novalidate: true },
      this.about,
      this.chosen,
      element('div', { class: 'row' }, attach, files, this.field, this.go),
    );
  }

  /** Colours, and where it stands. */
  #dress() {
    const { color, position, theme } = this.options;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const dress = () => {
      const dark = theme === 'dark' || (theme !== 'light' && system.matches);
      const brand = /^#[0-9a-f]{6}$/i.test(color ?? '') ? color : '#2456d6';
      const { classList, style } = this.root;
      classList.toggle('dark', dark);
      style.setProperty('--brand', brand);
      const ink = inkOn(brand);
      const bright = ink === '#000';
      const mixed = (other, part) => `color-mix(in srgb, ${brand}, ${other} ${part}%)`;
      style.setProperty('--on-brand', ink);
      // Away from the letters, so that no end of a gradient is harder to read.
      style.setProperty('--shade', bright ? '#fff' : '#000');
      style.setProperty('--accent', dark ? mixed('#fff', 55) : bright ? mixed('#000', 60) : brand);
      style.setProperty('--ring', `color-mix(in srgb, ${brand}, #fff 45%)`);
    };
    system.addEventListener('change', dress);
    dress();
    this.root.classList.toggle('left', position === 'left');
  }

  /** Opens the panel, or closes it, and takes the focus along. */
  toggle() {
    this.root.classList.remove('kept');
    this.#show(!this.#open);
    (this.#open ? this.field : this.launcher).focus();
  }

  #show(open) {
    this.#open = open;
    this.store.open = open;
    this.panel.hidden = !open;
    this.root.classList.toggle('open', open);
    this.launcher.setAttribute('aria-expanded', String(open));
    if (open) {
      this.news.textContent = '';
      this.conversation.start();
    }
    this.#render();
    if (open) this.log.scrollTop = this.log.scrollHeight;
  }

  #render() {
    const { conversation, say } = this;
    const { typing, status, ticket, online, begun, asksWho, unread } = conversation;
    this.thread.render();
    if (online && this.#quiet) {
      this.#quiet = false;
      setTimeout(() => this.log.removeAttribute('aria-live'), SETTLES_MS);
    }
    this.about.hidden = begun && !asksWho;
    const name = typing && (typing.name || say('team'));
    const dots = element('span', { class: 'dots', 'aria-hidden': 'true' });
    dots.append(element('i'), element('i'), element('i'));
    if (name !== this.typingName) {
      this.typing.replaceChildren(...(name ? [dots, say('typing', { name })] : []));
      this.typingName = name;
    }
    const lost = this.#open && begun && !online;
    const word = lost ? say('offline') : status ? say(status) : '';
    const number = ticket && !lost ? say('ticket', { id: ticket }) : '';
    if (this.said !== word + number) {
      this.said = word + number;
      const parts = [word, number].filter(Boolean).map((part) => element('span', {}, part));
      this.status.replaceChildren(...parts.flatMap((part) => [part, ' ']));
    }
    this.#look();
    const n = this.#open ? 0 : unread;
    this.badge.hidden = n === 0;
    this.badge.textContent = n > 9 ? '9+' : n;
    const news = n ? `, ${say('unread', { n })}` : '';
    this.launcher.setAttribute('aria-label', say(this.#open ? 'close' : 'open') + news);
  }

  /** Has an answer read out that comes while the panel, which tells its own, is closed. */
  #announce({ author, text, attachments }) {
    if (this.#open) return;
    const words = text || attachments.map(({ name }) => name).join(', ');
    this.news.textContent = `${author?.name ?? this.say('team')}: ${words}`;
  }

  /** What is on the screen counts as read. */
  #look() {
    if (this.#open && !document.hidden) this.conversation.seen();
  }

  #typed() {
    const text = this.field.value.trim();
    this.go.setAttribute('aria-disabled', String(!text && !this.#chosen.length));
    this.#complain(null);
    if (text) this.conversation.types();
  }

  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  /** Says why what was typed into a field about the visitor cannot be sent. */
  #mark(input) {
    const bad = !input.validity.valid;
    input.setAttribute('aria-invalid', String(bad));
    this.wrong.textContent = bad ? this.say('badEmail') : '';
  }

  #send() {
    const text = this.field.value.trim();
    if (!text && !this.#chosen.length) return;
    if (!this.about.hidden && !this.email.validity.valid) {
      this.#mark(this.email);
      this.email.focus();
      return;
    }
    if (!this.conversation.write(text, this.#chosen)) {
      this.#complain(this.say('full'));
      return;
    }
    this.field.value = '';
    this.#chosen = [];
    this.chosen.replaceChildren();
    this.#typed();
    this.field.focus();
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Chooses files, which leave with the words. */
  #attach(files, event = null) {
    if (!files.length) return;
    event?.preventDefault();
    const { maxFileBytes } = this.conversation;
    const fits = ({ size }) => size <= maxFileBytes;
    const fitting = [...files].filter(fits);
    this.#chosen.push(...fitting);
    this.chosen.append(...fitting.map((file) => this.#chip(file)));
    this.#typed();
    const large = [...files].find((file) => !fits(file));
    if (large) {
      const size = readableSize(maxFileBytes, this.options.language);
      this.#complain(this.say('tooLarge', { file: large.name, size }));
    }
    this.log.scrollTop = this.log.scrollHeight;
    this.field.focus();
  }

  /** A file that was chosen, and can be taken back. */
  #chip(file) {
    const { name, size } = file;
    const click = () => {
      const beside = chip.nextElementSibling ?? chip.previousElementSibling;
      this.#chosen = this.#chosen.filter((each) => each !== file);
      chip.remove();
      this.#typed();
      (beside?.querySelector('button') ?? this.field).focus();
    };
    const button = { type: 'button', 'aria-label': `${this.say('drop')}: ${name}`, click };
    const chip = element(
      'li',
      { class: 'file' },
      ...fileName(name, size, this.options.language),
      element('button', button, picture('close', 16)),
    );
    return chip;
  }

  /** Puts words that did not leave back, before those that stand there by now. */
  #handBack(words) {
    this.field.value = [words, this.field.value].filter(Boolean).join('\n');
    this.#typed();
    this.field.focus();
  }

  #complain(words) {
    this.notice.hidden = !words;
    this.notice.textContent = words ?? '';
  }
}

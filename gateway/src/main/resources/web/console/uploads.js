/** The files of an answer that is being written, sent ahead of it. */

export const MOST_FILES = 10;
const MOST_EACH = 25 * 1024 * 1024;
const MOST = 50 * 1024 * 1024;

/**
 * Uploads files one after the other as soon as they are chosen. Each is `{file, sent, id, problem}`: how much of it has left, from 0 to 1, and what
 * became of it, once that is known. `changed` is called whenever one of them changes.
 */
export class Uploads {
  #changed;
  #list = [];
  #last = Promise.resolve();

  constructor(changed) {
    this.#changed = changed;
  }

  /** The files in the order they were chosen. */
  get list() {
    return this.#list;
  }

  /** What an answer names them by. */
  get ids() {
    return this.#list.map(({ id }) => id);
  }

  /** Whether an answer can name all of them. */
  get ready() {
    return this.#list.every(({ id }) => id);
  }

  /** Takes `files` and begins to upload them with `api`; answers why not where they are too many or too large, and then takes none. */
  add(api, files) {
    const all = [...this.#list.map(({ file }) => file), ...files];
    const size = all.reduce((sum, file) => sum + file.size, 0);
    if (all.length > MOST_FILES || size > MOST || all.some((file) => file.size > MOST_EACH)) {
      return `At most ${MOST_FILES} files of 25 MiB each, and 50 MiB together, can go with one answer.`;
    }
    for (const file of files) {
      const upload = { file, sent: 0, id: null, problem: null, breaking: new AbortController() };
      this.#list = [...this.#list, upload];
      this.#queue(api, upload);
    }
    return null;
  }

  /** Uploads one again that failed. */
  again(api, upload) {
    Object.assign(upload, { sent: 0, id: null, problem: null });
    this.#queue(api, upload);
  }

  /** Takes one out, wherever it stands. */
  remove(api, upload) {
    this.#list = this.#list.filter((other) => other !== upload);
    this.#drop(api, upload);
    this.#changed();
  }

  /** Takes all out: the answer will not be written. */
  clear(api) {
    for (const upload of this.#list) this.#drop(api, upload);
    this.taken();
  }

  /** The answer has them. */
  taken() {
    this.#list = [];
    this.#changed();
  }

  /** An answer that names them is on its way: until that is settled, none may be dropped. */
  named() {
    for (const upload of this.#list) upload.named = true;
  }

  /** The answer was refused, and those with such `ids` are gone from the gateway. */
  refused(ids) {
    for (const upload of this.#list) {
      upload.named = false;
      if (ids.includes(upload.id)) {
        Object.assign(upload, { id: null, problem: 'The gateway kept it for a day only.' });
      }
    }
    this.#changed();
  }

  /** Waits until nothing is under way; whether an answer can name all of them. */
  async settled() {
    let last;
    while (last !== this.#last) {
      last = this.#last;
      await last;
    }
    return this.ready;
  }

  #queue(api, upload) {
    this.#changed();
    this.#last = this.#last.then(() => this.#send(api, upload));
  }

  async #send(api, upload) {
    const { signal } = upload.breaking;
    if (signal.aborted) return;
    try {
      const progress = (sent) => this.#put(upload, { sent });
      const { id } = await api.upload(upload.file, progress, signal);
      if (signal.aborted) await api.dropUpload(id).catch(() => {});
      this.#put(upload, { id, sent: 1 });
    } catch (error) {
      this.#put(upload, { problem: error.message });
    }
  }

  #put(upload, news) {
    Object.assign(upload, news);
    this.#changed();
  }

  /** What the gateway is not told, it drops by itself. */
  #drop(api, upload) {
    upload.breaking.abort();
    if (upload.id && !upload.named) api.dropUpload(upload.id).catch(() => {});
  }
}

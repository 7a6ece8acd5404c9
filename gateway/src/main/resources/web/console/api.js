/** The agents' HTTP API as the console calls it. */

/** An answer that is not a success; `message` is fit to show to a person. */
export class ApiError extends Error {
  /**
   * `status` is 0 where no answer came; `code` is the stable code of the problem document, `allowed`
   * the actions that a ticket takes instead, and `uploads` those that are not there, where the
   * gateway named them.
   */
  constructor(message, { status = 0, code = 'unreachable', allowed = null, uploads = [] } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.allowed = allowed;
    this.uploads = uploads;
  }

  /** Whether the ticket moved on since it was read. */
  get stale() {
    return this.status === 412;
  }
}

const UNREACHABLE =
  'The gateway cannot be reached. Check the thread once the connection is back, then try again.';

/** What the gateway takes for a media type; anything else it calls bytes. */
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,39}\/[\w!#$&^.+-]{1,60}$/;

const FALLBACK = {
  401: 'Please sign in again.',
  403: 'You are not allowed to do that.',
  404: 'There is no such ticket, or it is gone.',
  412: 'The ticket changed since you opened it.',
  429: 'Too many requests: try again in a moment.',
  503: 'The gateway cannot reach its database: try again in a moment.',
};

/** Calls the API with the session cookie. */
export class Api {
  /** `onSignedOut` is called when the session is over. */
  constructor({ onSignedOut }) {
    this.onSignedOut = onSignedOut;
  }

  /** Signs in; answers the agent. */
  async signIn(email, password) {
    return (await this.#call('POST', '/api/session', { body: { email, password } })).agent;
  }

  /** Ends the session. */
  async signOut() {
    await this.#call('DELETE', '/api/session');
  }

  /** Who is signed in; null where nobody is. */
  async whoAmI() {
    try {
      return (await this.#call('GET', '/api/session')).agent;
    } catch (error) {
      if (error.status === 401) return null;
      throw error;
    }
  }

  /** Every agent. */
  async agents() {
    return (await this.#call('GET', '/api/agents')).agents;
  }

  /** The departments and channels that this gateway is set up with. */
  config() {
    return this.#call('GET', '/api/config');
  }

  /** A ticket with its thread from entry `fromSeq` on, and what is legal now. */
  thread(id, fromSeq = 1) {
    return this.#call('GET', `/api/tickets/${id}?fromSeq=${fromSeq}`);
  }

  /** Answers the customer, with files that were uploaded before, by their ids. */
  reply(id, text, uploads, version) {
    const attachments = uploads.map((upload) => ({ upload }));
    const body = attachments.length ? { text, attachments } : { text };
    return this.#call('POST', `/api/tickets/${id}/replies`, { body, version });
  }

  /**
   * Sends a file ahead of an answer, until `signal` breaks it off; `progress` hears which share of it has left. Answers `{id}`. Not by fetch, which does
   * not tell how far it is.
   */
  upload(file, progress, signal) {
    const query = new URLSearchParams({ name: file.name.slice(-255) });
    if (MEDIA_TYPE.test(file.type)) query.set('mediaType', file.type);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `/api/uploads?${query}`);
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.upload.onprogress = ({ loaded, total }) => total && progress(loaded / total);
      request.onload = () => {
        try {
          resolve(this.#answered(request.status, request.responseText));
        } catch (error) {
          reject(error);
        }
      };
      request.onerror = () => reject(new ApiError(`${file.name} did not get through.`));
      request.onabort = () => reject(new ApiError('It was broken off.'));
      signal.addEventListener('abort', () => request.abort());
      request.send(file);
    });
  }

  /** Drops a file that was sent ahead and is not needed. */
  dropUpload(id) {
    return this.#call('DELETE', `/api/uploads/${id}`);
  }

  /** Sends a message again that did not arrive. */
  sendAgain(id, message, version) {
    return this.#call('POST', `/api/tickets/${id}/messages/${message}/send-again`, { version });
  }

  /** Writes a note for colleagues. */
  note(id, text) {
    return this.#call('POST', `/api/tickets/${id}/notes`, { body: { text } });
  }

  /** Moves the ticket: `{action, until?, reason?}`. */
  transition(id, move, version) {
    return this.#call('POST', `/api/tickets/${id}/transitions`, { body: move, version });
  }

  /** Changes fields of the ticket. */
  patch(id, fields, version) {
    return this.#call('PATCH', `/api/tickets/${id}`, { body: fields, version });
  }

  /** Takes the next ticket to solve; null when there is none. */
  next(skip = null, reason = null) {
    const body = skip ? { skip, ...(reason ? { reason } : {}) } : {};
    return this.#call('POST', '/api/queue/next', { body });
  }

  async #call(method, path, { body, version } = {}) {
    const headers = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    let response;
    let text;
    try {
      response = await fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
      });
      text = await response.text();
    } catch {
      throw new ApiError(UNREACHABLE);
    }
    return this.#answered(response.status, text, path);
  }

  #answered(status, text, path) {
    const answer = json(text);
    if (status >= 200 && status < 300) return answer;
    if (status === 401 && path !== '/api/session') this.onSignedOut();
    throw problem(status, answer);
  }
}

function json(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** A problem document (RFC 9457) as an error with a readable message. */
function problem(status, answer) {
  const message =
    answer?.detail ?? FALLBACK[status] ?? answer?.title ?? `The gateway answered ${status}.`;
  return new ApiError(message, {
    status,
    code: answer?.code ?? String(status),
    allowed: Array.isArray(answer?.allowed) ? answer.allowed : null,
    uploads: Array.isArray(answer?.uploads) ? answer.uploads : [],
  });
}

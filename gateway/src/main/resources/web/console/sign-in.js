/** The sign-in page. */
import { LitElement, css, html } from 'lit';
import { banners, base, buttons, fields } from './styles.js';
import { logo } from './icons.js';

/** Asks for e-mail address and password; fires `signed-in` with the agent. */
class SignIn extends LitElement {
  static properties = {
    api: { attribute: false },
    notice: {},
    busy: { state: true },
    problem: { state: true },
  };

  static styles = [
    base,
    buttons,
    fields,
    banners,
    css`
      :host {
        min-height: 100vh;
        min-height: 100dvh;
        display: grid;
        place-items: center;
        padding: var(--s4);
        background:
          radial-gradient(circle at 50% 128%, var(--brand-soft) 0 34%, transparent 34.1%),
          radial-gradient(
            circle at 50% 128%,
            color-mix(in srgb, var(--brand-soft) 55%, var(--bg)) 0 46%,
            transparent 46.1%
          ),
          var(--bg);
      }
      main {
        width: 100%;
        max-width: 372px;
      }
      form {
        display: grid;
        gap: var(--s4);
        padding: var(--s6);
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: 16px;
        box-shadow: var(--shadow);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--s3);
        margin-bottom: var(--s2);
      }
      h1 {
        font-size: 20px;
        line-height: 1.2;
        letter-spacing: -0.02em;
      }
      .field {
        min-height: 40px;
        font-weight: 400;
      }
      .btn {
        min-height: 42px;
        margin-top: var(--s1);
      }
    `,
  ];

  render() {
    return html`<main>
      <form @submit=${this.#submit}>
        <header>
          ${logo(40)}
          <div>
            <h1>Omnigate</h1>
            <p class="quiet">Sign in to answer your customers</p>
          </div>
        </header>
        ${
          this.notice && !this.problem
            ? html`<p class="banner" role="status">${this.notice}</p>`
            : ''
        }
        ${this.problem ? html`<p class="banner bad" role="alert">${this.problem}</p>` : ''}
        <label class="stack"
          >E-mail
          <input class="field" name="email" type="email" autocomplete="username" required />
        </label>
        <label class="stack"
          >Password
          <input
            class="field"
            name="password"
            type="password"
            autocomplete="current-password"
            required
          />
        </label>
        <button class="btn primary" ?disabled=${this.busy}>
          ${this.busy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>`;
  }

  firstUpdated() {
    this.renderRoot.querySelector('input').focus();
  }

  async #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.problem = null;
    try {
      const agent = await this.api.signIn(form.get('email'), form.get('password'));
      this.dispatchEvent(new CustomEvent('signed-in', { detail: agent }));
    } catch (error) {
      this.problem = error.message;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('omni-sign-in', SignIn);

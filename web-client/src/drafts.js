// Keeps what is filled so far: on this device at once, on the server as soon as it answers.
import { session } from './outbox.js';
import * as store from './store.js';

const QUIET = 800; // milliseconds from an answer until it is kept
const SERVER = 3000; // between two saves on the server

// The engine notes the moment of every look at the form; that alone is no change.
const said = (body) => body.replace(/<ended>[^<]*<\/ended>/, '');

export class Drafts {
  // form: the form; extra(): what is kept beside it; tell: is called with kept, server, login or elsewhere.
  constructor(config, { form, extra, tell }) {
    Object.assign(this, { config, form, extra, tell });
    this.revision = config.draft.revision;
    this.last = config.draft.body;
    this.dirty = false;
  }

  watch(place) {
    for (const event of ['input', 'change', 'click', 'keyup', 'focusout']) {
      place.addEventListener(event, () => {
        this.quiet ??= setTimeout(() => this.keep(), QUIET);
      });
    }
    document.addEventListener('visibilitychange', () => document.hidden && this.keep());
    window.addEventListener('online', () => this.send());
  }

  // force: something beside the answers changed.
  async keep(force = false) {
    this.quiet = null;
    if (this.closed) return;
    const body = await this.form.filled();
    if (this.closed || (!force && said(body) === said(this.last))) return;
    this.last = body;
    this.dirty = true;
    await this.#local(true);
    this.tell('kept');
    this.later ??= setTimeout(() => this.send(), SERVER);
  }

  #local(dirty) {
    const { instance, user, study } = this.config;
    const { revision, last: body } = this;
    return store.put('drafts', { instance, user, study, revision, body, dirty, at: Date.now(), ...this.extra() });
  }

  async send() {
    clearTimeout(this.later);
    this.later = null;
    if (this.closed || !this.dirty || !this.config.draftUrl) return;
    const body = this.last;
    const data = new FormData();
    data.append('body', body);
    data.append('revision', this.revision);
    data.append('beside', JSON.stringify(this.extra()));
    let answer;
    try {
      const known = await session(this.config.sessionUrl);
      if (known?.user !== this.config.user) return this.tell('login');
      const headers = { 'X-CSRFToken': known.token };
      answer = await fetch(this.config.draftUrl, { method: 'POST', body: data, headers, redirect: 'manual' });
    } catch {
      this.later = setTimeout(() => this.send(), 5 * SERVER);
      return this.tell('kept');
    }
    if (answer.status === 409) return this.tell('elsewhere');
    if (!answer.ok) return this.tell('kept');
    this.revision = (await answer.json()).revision;
    this.dirty = body !== this.last;
    if (!this.closed) await this.#local(this.dirty);
    this.tell(this.dirty ? 'kept' : 'server');
  }

  close() {
    this.closed = true;
    clearTimeout(this.quiet);
    clearTimeout(this.later);
  }
}

// The draft that counts: what this device has and the server has not, unless another device went on since.
export async function latest(config) {
  const held = await store.get('drafts', config.instance);
  if (!held || held.user !== config.user) return config.draft;
  const newer = held.dirty ? held.at >= config.draft.at : held.revision >= config.draft.revision;
  return newer ? { ...held, revision: Math.max(held.revision, config.draft.revision) } : config.draft;
}

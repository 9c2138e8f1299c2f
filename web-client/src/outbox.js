// Sends what is finished: at once, when the connection is back, at the next opening; the same form only counts once.
import * as store from './store.js';

const LARGEST = 8 * 1024 * 1024; // bytes of recordings in one request
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 300000;

// What came of asking the server: sent; later (no connection, busy); login (log in again); refused (never as it is).
async function post(url, token, entry, files, last) {
  const data = new FormData();
  data.append('xml_submission_file', new Blob([entry.xml], { type: 'text/xml' }), 'submission.xml');
  for (const [name, value] of Object.entries(entry.fields)) data.append(name, value);
  for (const file of files) data.append(file.name, file.blob, file.name);
  if (!last) data.append('*isIncomplete*', 'yes');
  let answer;
  try {
    answer = await fetch(url, { method: 'POST', body: data, headers: { 'X-CSRFToken': token }, redirect: 'manual' });
  } catch {
    return { came: 'later' };
  }
  if (answer.ok) return { came: 'sent' };
  if (answer.type === 'opaqueredirect' || answer.status === 401) return { came: 'login' };
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) return { came: 'later' };
  return { came: 'refused', trouble: (await answer.text()).slice(0, 500) };
}

// Recordings go in several requests, the form in each; only the last says that all is there.
function batches(files) {
  const found = [[]];
  let size = 0;
  for (const file of files) {
    if (size + file.blob.size > LARGEST && found.at(-1).length) {
      found.push([]);
      size = 0;
    }
    found.at(-1).push(file);
    size += file.blob.size;
  }
  return found;
}

async function send(entry, token) {
  const parts = batches(entry.files);
  for (const [number, files] of parts.entries()) {
    const answer = await post(entry.url, token, entry, files, number === parts.length - 1);
    if (answer.came !== 'sent') return answer;
  }
  return { came: 'sent' };
}

// The session as the server knows it: whose it is and the token for what is sent; null where nobody is logged in.
export async function session(url) {
  const answer = await fetch(url, { redirect: 'manual', cache: 'no-store' });
  return answer.ok ? answer.json() : null;
}

export class Outbox {
  // scope: user and study whose interviews these are; tell: is called with { waiting, refused, state }.
  constructor({ user, study, sessionUrl, tell }) {
    Object.assign(this, { user, study, sessionUrl, tell });
    this.wait = FIRST_WAIT;
    this.state = 'idle';
    window.addEventListener('online', () => this.sendAll());
    document.addEventListener('visibilitychange', () => document.hidden || this.sendAll());
  }

  async mine() {
    return (await store.all('outbox')).filter((entry) => entry.user === this.user && entry.study === this.study);
  }

  async add(entry) {
    await store.put('outbox', { ...entry, user: this.user, study: this.study, trouble: '', at: Date.now() });
    await this.report();
  }

  async report() {
    const held = await this.mine();
    this.tell({
      waiting: held.filter((entry) => !entry.trouble),
      refused: held.filter((entry) => entry.trouble),
      state: this.state,
    });
  }

  // One tab at a time sends; what another tab sends is not sent twice.
  sendAll() {
    this.running ??= navigator.locks
      .request('tramite-outbox', () => this.#sendAll())
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  async #sendAll() {
    clearTimeout(this.timer);
    const due = (await this.mine()).filter((entry) => !entry.trouble);
    this.state = 'idle';
    if (due.length) {
      const known = await session(this.sessionUrl).catch(() => undefined);
      if (known === undefined) this.state = 'later';
      else if (known === null || known.user !== this.user) this.state = 'login';
      else for (const entry of due) if (!(await this.#sendOne(entry, known.token))) break;
    }
    if (this.state === 'later') {
      this.timer = setTimeout(() => this.sendAll(), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    } else this.wait = FIRST_WAIT;
    await this.report();
    return this.state;
  }

  async #sendOne(entry, token) {
    const answer = await send(entry, token);
    if (answer.came === 'sent') {
      await store.remove('outbox', entry.instance);
      await store.remove('drafts', entry.instance);
      await store.removeAudio(entry.instance);
      return true;
    }
    if (answer.came === 'refused') {
      await store.put('outbox', { ...entry, trouble: answer.trouble });
      return true;
    }
    this.state = answer.came;
    return false;
  }
}

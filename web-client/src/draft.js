// What is filled so far: on this device within a second of each answer, on the server as soon as it answers.
//
// In the row: body (XML), beside (log of times, consent …), at (to be shown); what versions.js compares; dirty: the
// server has not all of it; over: it takes the place of another version, which the server keeps beside it.
import { Retry } from './retry.js';
import { Server } from './server.js';
import * as store from './store.js';
import { goesOnFrom, holds, isIn, overriding, written } from './versions.js';

const QUIET = 800; // milliseconds from an answer until it is kept
const SERVER = 3000; // between two saves on the server

// The engine notes the moment of every look at the form; that alone is no change.
const said = (body) => body.replace(/<ended>[^<]*<\/ended>/, '');

function fromServer({ instance, user, who, study, urls, draft }) {
  const { body, revision, writer = '', turn = 0, beside = {}, at } = draft;
  return {
    instance, user, who, study, urls, title: document.title, state: 'open',
    body, revision, writer, turn, writers: writer ? { [writer]: turn } : {}, beside, at, dirty: false,
  };
}

// What to open: { row }; { row, server }, if each has something that the other has not; known: it was on this device.
// A row that is not open is finished: it waits to be sent.
export async function opened(config) {
  const server = fromServer(config);
  const held = await store.get(config.instance).catch(() => undefined);
  if (!held) return { row: server };
  const row = { ...held, urls: config.urls, who: config.who, title: document.title };
  if (row.state !== 'open') return { row };
  if (goesOnFrom(row, server) && !isIn(server, row)) {
    return { row: { ...row, revision: Math.max(row.revision, server.revision) }, known: true };
  }
  return isIn(server, row) ? { row: server, known: true } : { row, server, known: true };
}

const fields = (row) => ({
  body: row.body, beside: JSON.stringify(row.beside), revision: row.revision, writer: row.writer, turn: row.turn,
  device: deviceName(), over: row.over ? 'yes' : '',
});

export function deviceName() {
  const [, system = ''] = /\(([^;)]+)/.exec(navigator.userAgent) ?? [];
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(navigator.userAgent)?.[0] ?? '';
  return `${navigator.userAgentData?.platform || system} ${browser.replace('Edg', 'Edge')}`.trim();
}

// Saves a row on the server, which goes on from the revision that the row has; a save whose answer was lost, or that
// of a page that went on in this one, is no other version.
export async function save(row, server = new Server(row.user, row.urls.session)) {
  const answer = await server.post(row.urls.draft, fields(row));
  if (answer.came !== 'conflict' || !answer.body || !holds(row, answer.body)) return answer;
  return server.post(row.urls.draft, fields({ ...row, revision: answer.body.revision }));
}

// Keeps what is filled here beside what the server has; then the server's version can take its place.
export async function setAside(row) {
  const server = new Server(row.user, row.urls.session);
  return (await server.post(row.urls.aside, fields(row))).came === 'done';
}

export class Draft {
  // form: filled() gives the XML; beside(): what is kept beside it; tell: is called with kept, server, unkept (only
  // on the server), nowhere, login, elsewhere, gone, stopped.
  constructor(row, { form, beside, tell, known = false }) {
    Object.assign(this, { row, form, beside, tell, known });
    this.keeping = Promise.resolve();
    this.server = new Server(row.user, row.urls.session);
    this.retry = new Retry(() => this.#send());
    if (row.dirty) this.retry.within(0);
  }

  watch(place) {
    for (const event of ['input', 'change', 'click', 'keyup', 'focusout']) {
      place.addEventListener(event, () => {
        this.quiet ??= setTimeout(() => this.keep(), QUIET);
      });
    }
    document.addEventListener('visibilitychange', () => document.hidden && this.keep());
  }

  // force: something beside the answers changed.
  keep(force = false) {
    clearTimeout(this.quiet);
    this.quiet = null;
    this.keeping = this.keeping.then(() => this.#keep(force)).catch((error) => console.error(error));
    return this.keeping;
  }

  async #keep(force) {
    if (this.closed) return;
    const body = await this.form.filled();
    if (this.closed || (!force && said(body) === said(this.row.body))) return;
    Object.assign(this.row, { body, beside: this.beside() });
    written(this.row);
    await this.#local();
    this.#tell();
    this.retry.within(SERVER);
  }

  // What another tab has kept and this one has not is never written over; nor an interview that is finished.
  async #local() {
    const { row } = this;
    let left = false;
    const change = (held) => {
      left = held ? held.state !== 'open' : this.known;
      return left || (held?.dirty && held.writer && !holds(row, held)) ? undefined : row;
    };
    try {
      this.local = Boolean(await store.edit(row.instance, change));
      this.known ||= this.local;
    } catch {
      this.local = false;
    }
    if (left) this.close(), this.tell('stopped');
  }

  #tell() {
    if (this.closed) return;
    if (this.other) this.tell('elsewhere');
    else if (this.row.dirty) this.tell(this.local ? this.trouble || 'kept' : 'nowhere');
    else this.tell(this.local ? 'server' : 'unkept');
  }

  // Returns whether to try again.
  async #send() {
    const { row } = this;
    if (this.closed || this.other || !row.dirty || !row.urls.draft) return false;
    const { turn } = row;
    const answer = await save({ ...row }, this.server);
    if (this.closed) return false;
    this.trouble = { login: 'login', gone: 'gone', refused: 'gone', large: 'gone' }[answer.came] ?? '';
    if (answer.came === 'done') {
      Object.assign(row, { revision: answer.body.revision, over: false, dirty: row.turn !== turn });
      await this.#local();
      if (row.dirty) this.retry.within(SERVER);
    } else if (answer.came === 'conflict') this.other = answer.body;
    this.#tell();
    return answer.came !== 'done' && !this.other;
  }

  // Two versions: goes on with what is filled here; the other stays on the server, to be opened again.
  takeMine() {
    Object.assign(this.row, overriding(this.row, this.other));
    this.other = null;
    return this.keep(true).then(() => this.retry.now());
  }

  // Two versions: the other takes the place of what is filled here, which stays on the server. False: not now.
  async takeOther() {
    await this.keep();
    if (!(await setAside(this.row))) return false;
    this.close();
    await store.edit(this.row.instance, () => ({ ...this.row, ...this.other, writers: {}, dirty: false }));
    return true;
  }

  close() {
    this.closed = true;
    clearTimeout(this.quiet);
    this.retry.stop();
  }
}

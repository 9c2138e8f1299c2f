// Sends what is finished: first the answers, alone, then file by file. What the server does not take stays here, with
// its reason, until a person tries again, takes it away as a file, or deletes it.
//
// In the row: xml (the answers), agreed (to be recorded), trouble (why the answers were not taken), failed (why a
// file was not, by its name).
import { Retry } from './retry.js';
import { Server } from './server.js';
import * as store from './store.js';
import { inTurn } from './tabs.js';

const UNFINISHED = ['later', 'login'];
const kept = () => store.interviews().catch(() => []);
const isSent = (row) => row.state !== 'open';

// What comes with an interview, as files: the pieces of one recording are one file.
export function filesOf(pieces) {
  const files = new Map();
  for (const { file, blob } of pieces) files.set(file, [...(files.get(file) ?? []), blob]);
  return [...files].map(([name, blobs]) => ({ name, blob: new Blob(blobs, { type: blobs[0].type.split(';')[0] }) }));
}

export const xmlOf = (row) => new Blob([row.state === 'finished' ? row.xml : row.body], { type: 'text/xml' });

// Sends an interview; returns what came of it last. note: is told what was taken and what was not.
export async function deliver(row, files, note) {
  const server = new Server(row.user, row.urls.session);
  const agreed = row.agreed ? { recording: JSON.stringify(row.agreed) } : {};
  if (row.state === 'finished') {
    const seen = JSON.stringify({ revision: row.revision ?? 0, writers: row.writers ?? {} });
    const answer = await server.post(row.urls.submit, { xml_submission_file: xmlOf(row), seen, ...agreed });
    if (answer.came !== 'done') return answer;
    await note.received();
  }
  for (const { name, blob } of files) {
    const answer = await server.post(row.urls.files, { [name]: blob, ...agreed });
    if (UNFINISHED.includes(answer.came)) return answer;
    await (answer.came === 'done' ? note.sent(name) : note.failed(name, answer.words));
  }
  return { came: 'done' };
}

export class Outbox {
  // user: whose interviews these are; tell: is called with { waiting, stuck, others, state }.
  constructor({ user, tell }) {
    Object.assign(this, { user, tell, state: 'done' });
    this.retry = new Retry(() => inTurn('tramite-outbox', () => this.#sendAll()));
  }

  async report() {
    const rows = await kept();
    const mine = rows.filter((row) => this.#isMine(row));
    const stuck = mine.filter((row) => row.trouble || Object.keys(row.failed ?? {}).length);
    const others = rows.filter((row) => row.user !== this.user && (isSent(row) || row.dirty));
    this.tell({ waiting: mine.filter((row) => !stuck.includes(row)), stuck, others, state: this.state });
  }

  // Resolves when all was tried; state: done, later or login.
  async sendAll() {
    await this.retry.now();
    return this.state;
  }

  // A person asks for it.
  async again(instance) {
    await store.edit(instance, (row) => row && { ...row, trouble: '', failed: {} });
    return this.sendAll();
  }

  async remove(instance) {
    await store.forget(instance);
    await this.report();
  }

  #isMine(row) {
    return row.user === this.user && isSent(row);
  }

  async #sendAll() {
    this.state = 'done';
    for (const row of await kept()) {
      if (!this.#isMine(row) || row.trouble) continue;
      const came = await this.#send(row);
      if (!UNFINISHED.includes(came)) continue;
      this.state = came;
      break;
    }
    await this.report();
    return UNFINISHED.includes(this.state);
  }

  async #send(row) {
    const { instance } = row;
    const failed = { ...row.failed };
    const change = (changed) => store.edit(instance, (held) => held && { ...held, ...changed });
    const files = filesOf(await store.piecesOf(instance)).filter(({ name }) => !failed[name]);
    const { came, words } = await deliver(row, files, {
      received: () => change({ state: 'received', trouble: '' }),
      sent: (name) => store.dropPieces(instance, (piece) => piece.file === name),
      failed: (name, why) => change({ failed: Object.assign(failed, { [name]: why }) }),
    });
    if (came === 'done' && !Object.keys(failed).length) await store.forget(instance);
    else if (came !== 'done' && !UNFINISHED.includes(came)) await change({ trouble: words });
    return came;
  }
}

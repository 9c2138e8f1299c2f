// What stays on this device until the server has it: one row for each interview, and the pieces of what comes with it.
//
// A row: instance, user, who, study, title, urls; state: open (being filled), finished (answers to be sent), received
// (only files are left). What draft.js and outbox.js keep in it, they say. A piece: id, instance, file, blob, at.

import { upgrade } from './store_upgrade.js';

const NAME = 'tramite';
const VERSION = 2;
const BOTH = ['interviews', 'pieces'];

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request, oldVersion);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab holds an older store'));
  });
  // What fails now may do later: a browser that is busy refuses a store that a closing page still holds.
  opened.catch(() => (opened = undefined));
  return opened;
}

// Everything that act does happens, or nothing; what act returns is called for the result when it is done.
async function run(mode, act) {
  const transaction = (await open()).transaction(BOTH, mode);
  const [rows, pieces] = BOTH.map((name) => transaction.objectStore(name));
  let failed;
  const fail = (error) => {
    failed = error;
    transaction.abort();
  };
  const result = act(rows, pieces, fail);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result?.());
    transaction.onerror = transaction.onabort = () => reject(failed ?? transaction.error);
  });
}

const read = (ask) =>
  run('readonly', (rows, pieces) => {
    const request = ask(rows, pieces);
    return () => request.result;
  });

export const get = (instance) => read((rows) => rows.get(instance));
export const interviews = () => read((rows) => rows.getAll());
export const piecesOf = (instance) => read((rows, pieces) => pieces.index('instance').getAll(instance));
export const pieces = () => read((rows, all) => all.getAll());

// Whether this browser keeps anything at all; one that has a store is asked again for some seconds.
export async function works() {
  for (const wait of globalThis.indexedDB ? [0, 100, 300, 1000, 2000] : []) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (await read((rows) => rows.count()).then(() => true, () => false)) return true;
  }
  return false;
}

// change(row) returns the row as it is to be, or undefined to leave it; added: pieces that go in with it.
export const edit = (instance, change, added = []) =>
  run('readwrite', (rows, all, fail) => {
    let changed;
    rows.get(instance).onsuccess = ({ target }) => {
      try {
        changed = change(target.result);
        if (!changed) return;
        rows.put(changed);
        for (const piece of added) all.put({ ...piece, instance });
      } catch (error) {
        fail(error);
      }
    };
    return () => changed;
  });

// Keeps a piece; row: the interview, if this is the first that is kept of it.
export const addPiece = (row, piece) => edit(row.instance, (held) => held ?? row, [{ at: Date.now(), ...piece }]);

function removePieces(all, instance, wanted) {
  all.index('instance').openCursor(instance).onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (wanted(cursor.value)) cursor.delete();
    cursor.continue();
  };
}

// Removes pieces of an interview, all that are wanted or none.
export const dropPieces = (instance, wanted = () => true) =>
  run('readwrite', (rows, all) => removePieces(all, instance, wanted));

// Removes interviews with all that belongs to them, together.
export const forget = (...instances) =>
  run('readwrite', (rows, all) => {
    for (const instance of instances) {
      rows.delete(instance);
      removePieces(all, instance, () => true);
    }
  });

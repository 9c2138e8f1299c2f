// What stays on this device until it has reached the server: drafts, interviews to be sent, parts of recordings.

const NAME = 'tramite';
const STORES = { drafts: { keyPath: 'instance' }, outbox: { keyPath: 'instance' }, audio: { autoIncrement: true } };

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(STORES)) request.result.createObjectStore(name, options);
      request.transaction.objectStore('audio').createIndex('instance', 'instance');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(store, mode, act) {
  const transaction = (await open()).transaction(store, mode);
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (store, value) => run(store, 'readwrite', (rows) => rows.put(value));
export const get = (store, key) => run(store, 'readonly', (rows) => rows.get(key));
export const all = (store) => run(store, 'readonly', (rows) => rows.getAll());
export const remove = (store, key) => run(store, 'readwrite', (rows) => rows.delete(key));

export const audioOf = (instance) =>
  run('audio', 'readonly', (rows) => rows.index('instance').getAll(instance));

export const removeAudio = (instance) =>
  run('audio', 'readwrite', (rows) => {
    rows.index('instance').openKeyCursor(instance).onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      rows.delete(cursor.primaryKey);
      cursor.continue();
    };
  });

// Leaves nothing: names and answers do not stay on a device that others use.
export async function clear() {
  for (const name of Object.keys(STORES)) await run(name, 'readwrite', (rows) => rows.clear());
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

// The device: whose it is now, and what of its pages opens without a connection.
import * as store from './store.js';

const OWNER = 'tramite-user';

// Somebody else logged in: pages with names of others go, and drafts that the server has.
export async function settle(user) {
  const before = localStorage.getItem(OWNER);
  if (before !== null && before !== String(user)) {
    for (const name of await caches.keys()) await caches.delete(name);
    for (const draft of await store.all('drafts')) {
      if (draft.user !== user && !draft.dirty) await store.remove('drafts', draft.instance);
    }
  }
  localStorage.setItem(OWNER, user);
}

// Keeps this page, and what it needs, for when there is no connection.
export async function keepPages(worker, addresses) {
  if (!navigator.serviceWorker || !worker) return;
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType('resource').map((entry) => entry.name);
  const mine = files.filter((name) => name.startsWith(`${location.origin}/static/`));
  active.postMessage([location.href, ...addresses, ...mine]);
}

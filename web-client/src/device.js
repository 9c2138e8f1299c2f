// The device: whose it is now, and what of its pages opens without a connection.
import * as store from './store.js';

const OWNER = 'tramite-user';
const DAYS = 92; // that a recording may be there: three months after the talk (the server destroys its own)

export async function dropPages() {
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
}

// Somebody else logged in: pages with names of others go, and what the server has of their interviews.
export async function settle(user) {
  const before = localStorage.getItem(OWNER);
  localStorage.setItem(OWNER, user);
  if (before === null || before === String(user)) return;
  await dropPages();
  const held = await holdings();
  const safe = held.filter(({ row, unsent }) => row.user !== user && !unsent).map(({ row }) => row.instance);
  if (safe.length) await store.forget(...safe);
}

// What the device has of each interview, and whether it would be lost if that were deleted.
export async function holdings() {
  const withFiles = new Set((await store.pieces()).map((piece) => piece.instance));
  return (await store.interviews()).map((row) => ({
    row,
    files: withFiles.has(row.instance),
    unsent: row.state !== 'open' || row.dirty || withFiles.has(row.instance),
  }));
}

// Recordings end on their day, also those that nobody sent.
export async function dropOldRecordings(now = Date.now()) {
  const over = (piece) => piece.recorded && piece.at < now - DAYS * 86400000;
  const old = new Set((await store.pieces()).filter(over).map((piece) => piece.instance));
  for (const instance of old) await store.dropPieces(instance, over);
}

// Keeps this page, and what it needs, for when there is no connection; only: and nothing else.
export async function keepPages(worker, addresses, { only = false } = {}) {
  if (!navigator.serviceWorker || !worker) return;
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType('resource').map((entry) => entry.name);
  const mine = files.filter((name) => name.startsWith(`${location.origin}/static/`));
  active.postMessage({ addresses: [location.origin + location.pathname, ...addresses, ...mine], only });
}

// Asks the browser not to delete what is kept here when the device runs out of room.
export const keepForGood = () => navigator.storage?.persist?.().catch(() => false);

// Opens the pages of interviews without a connection: the network first, what was kept where there is none.
// What it keeps goes when somebody logs out; the list of interviews says what of it is still wanted.

const CACHE = 'tramite-talk';
const PATIENCE = 5000;
const STATIC = '/static/';
const NEVER = /\/session$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const isKept = ({ method, url }) => {
  const { origin, pathname, search } = new URL(url);
  const mine = pathname.startsWith(new URL(self.registration.scope).pathname) || pathname.startsWith(STATIC);
  return method === 'GET' && origin === self.location.origin && mine && !search && !NEVER.test(pathname);
};

const keep = async (request, answer) => {
  if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
};

async function answerTo(request) {
  const before = caches.match(request, { ignoreVary: true });
  const fresh = fetch(request).then((answer) => keep(request, answer));
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(() => before);
  try {
    return (await Promise.race([fresh, slow])) ?? (await fresh);
  } catch (error) {
    const kept = await before;
    if (kept) return kept;
    throw error;
  }
}

async function keepThese({ addresses, only }) {
  const wanted = addresses.map((address) => new URL(address, self.location.href).href);
  const kept = wanted.filter((url) => isKept({ method: 'GET', url }));
  await Promise.all(kept.map((url) => fetch(url).then((answer) => keep(url, answer)).catch(() => {})));
  if (!only) return;
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) if (!kept.includes(url)) await cache.delete(url, { ignoreVary: true });
}

self.addEventListener('fetch', (event) => {
  if (isKept(event.request)) event.respondWith(answerTo(event.request));
});

self.addEventListener('message', (event) => event.waitUntil(keepThese(event.data)));

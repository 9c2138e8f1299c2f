// Opens the pages of interviews without a connection: the network first, what was kept where there is none.
// What it keeps goes when somebody logs out.

const CACHE = 'tramite-talk';
const PATIENCE = 5000;
const STATIC = '/static/';
const NEVER = /\/session$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const isKept = ({ method, url }) => {
  const { origin, pathname } = new URL(url);
  const mine = pathname.startsWith(new URL(self.registration.scope).pathname) || pathname.startsWith(STATIC);
  return method === 'GET' && origin === self.location.origin && mine && !NEVER.test(pathname);
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

self.addEventListener('fetch', (event) => {
  if (isKept(event.request)) event.respondWith(answerTo(event.request));
});

self.addEventListener('message', (event) => {
  const addresses = event.data.filter((url) => isKept({ method: 'GET', url: new URL(url, self.location.href).href }));
  const all = addresses.map((url) => fetch(url).then((answer) => keep(url, answer)).catch(() => {}));
  event.waitUntil(Promise.all(all));
});

// src/worker.js
var e = "tramite-talk", t = /\/session$/;
self.addEventListener("install", () => self.skipWaiting()), self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
var n = ({ method: e, url: n }) => {
	let { origin: r, pathname: i, search: a } = new URL(n), o = i.startsWith(new URL(self.registration.scope).pathname) || i.startsWith("/static/");
	return e === "GET" && r === self.location.origin && o && !a && !t.test(i);
}, r = async (t, n) => (n.ok && !n.redirected && await (await caches.open(e)).put(t, n.clone()), n);
async function i(e) {
	let t = caches.match(e, { ignoreVary: !0 }), n = fetch(e).then((t) => r(e, t)), i = new Promise((e) => setTimeout(e, 5e3)).then(() => t);
	try {
		return await Promise.race([n, i]) ?? await n;
	} catch (e) {
		let n = await t;
		if (n) return n;
		throw e;
	}
}
async function a({ addresses: t, only: i }) {
	let a = t.map((e) => new URL(e, self.location.href).href).filter((e) => n({
		method: "GET",
		url: e
	}));
	if (await Promise.all(a.map((e) => fetch(e).then((t) => r(e, t)).catch(() => {}))), !i) return;
	let o = await caches.open(e);
	for (let { url: e } of await o.keys()) a.includes(e) || await o.delete(e, { ignoreVary: !0 });
}
self.addEventListener("fetch", (e) => {
	n(e.request) && e.respondWith(i(e.request));
}), self.addEventListener("message", (e) => e.waitUntil(a(e.data)));

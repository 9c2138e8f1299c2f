// src/worker.js
var e = /\/session$/;
self.addEventListener("install", () => self.skipWaiting()), self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
var t = ({ method: t, url: n }) => {
	let { origin: r, pathname: i } = new URL(n), a = i.startsWith(new URL(self.registration.scope).pathname) || i.startsWith("/static/");
	return t === "GET" && r === self.location.origin && a && !e.test(i);
}, n = async (e, t) => (t.ok && !t.redirected && await (await caches.open("tramite-talk")).put(e, t.clone()), t);
async function r(e) {
	let t = caches.match(e, { ignoreVary: !0 }), r = fetch(e).then((t) => n(e, t)), i = new Promise((e) => setTimeout(e, 5e3)).then(() => t);
	try {
		return await Promise.race([r, i]) ?? await r;
	} catch (e) {
		let n = await t;
		if (n) return n;
		throw e;
	}
}
self.addEventListener("fetch", (e) => {
	t(e.request) && e.respondWith(r(e.request));
}), self.addEventListener("message", (e) => {
	let r = e.data.filter((e) => t({
		method: "GET",
		url: new URL(e, self.location.href).href
	})).map((e) => fetch(e).then((t) => n(e, t)).catch(() => {}));
	e.waitUntil(Promise.all(r));
});

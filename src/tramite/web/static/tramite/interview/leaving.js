// src/store.js
var e = {
	drafts: { keyPath: "instance" },
	outbox: { keyPath: "instance" },
	audio: { autoIncrement: !0 }
}, t;
function n() {
	return t ??= new Promise((t, n) => {
		let r = indexedDB.open("tramite", 1);
		r.onupgradeneeded = () => {
			for (let [t, n] of Object.entries(e)) r.result.createObjectStore(t, n);
			r.transaction.objectStore("audio").createIndex("instance", "instance");
		}, r.onsuccess = () => t(r.result), r.onerror = () => n(r.error);
	}), t;
}
async function r(e, t, r) {
	let i = (await n()).transaction(e, t), a = r(i.objectStore(e));
	return new Promise((e, t) => {
		i.oncomplete = () => e(a?.result), i.onerror = i.onabort = () => t(i.error);
	});
}
var i = (e, t) => r(e, "readwrite", (e) => e.put(t)), a = (e) => r(e, "readonly", (e) => e.getAll()), o = (e, t) => r(e, "readwrite", (e) => e.delete(t)), s = (e) => r("audio", "readwrite", (t) => {
	t.index("instance").openKeyCursor(e).onsuccess = ({ target: { result: e } }) => {
		e && (t.delete(e.primaryKey), e.continue());
	};
});
async function c() {
	for (let t of Object.keys(e)) await r(t, "readwrite", (e) => e.clear());
	for (let e of await caches.keys()) await caches.delete(e);
	for (let e of await navigator.serviceWorker.getRegistrations()) await e.unregister();
}
// src/outbox.js
var l = 8388608, u = 2e3, d = 3e5;
async function f(e, t, n, r, i) {
	let a = new FormData();
	a.append("xml_submission_file", new Blob([n.xml], { type: "text/xml" }), "submission.xml");
	for (let [e, t] of Object.entries(n.fields)) a.append(e, t);
	for (let e of r) a.append(e.name, e.blob, e.name);
	i || a.append("*isIncomplete*", "yes");
	let o;
	try {
		o = await fetch(e, {
			method: "POST",
			body: a,
			headers: { "X-CSRFToken": t },
			redirect: "manual"
		});
	} catch {
		return { came: "later" };
	}
	return o.ok ? { came: "sent" } : o.type === "opaqueredirect" || o.status === 401 ? { came: "login" } : o.status >= 500 || o.status === 429 || o.status === 408 ? { came: "later" } : {
		came: "refused",
		trouble: (await o.text()).slice(0, 500)
	};
}
function p(e) {
	let t = [[]], n = 0;
	for (let r of e) n + r.blob.size > l && t.at(-1).length && (t.push([]), n = 0), t.at(-1).push(r), n += r.blob.size;
	return t;
}
async function m(e, t) {
	let n = p(e.files);
	for (let [r, i] of n.entries()) {
		let a = await f(e.url, t, e, i, r === n.length - 1);
		if (a.came !== "sent") return a;
	}
	return { came: "sent" };
}
async function h(e) {
	let t = await fetch(e, {
		redirect: "manual",
		cache: "no-store"
	});
	return t.ok ? t.json() : null;
}
var g = class {
	constructor({ user: e, study: t, sessionUrl: n, tell: r }) {
		Object.assign(this, {
			user: e,
			study: t,
			sessionUrl: n,
			tell: r
		}), this.wait = u, this.state = "idle", window.addEventListener("online", () => this.sendAll()), document.addEventListener("visibilitychange", () => document.hidden || this.sendAll());
	}
	async mine() {
		return (await a("outbox")).filter((e) => e.user === this.user && e.study === this.study);
	}
	async add(e) {
		await i("outbox", {
			...e,
			user: this.user,
			study: this.study,
			trouble: "",
			at: Date.now()
		}), await this.report();
	}
	async report() {
		let e = await this.mine();
		this.tell({
			waiting: e.filter((e) => !e.trouble),
			refused: e.filter((e) => e.trouble),
			state: this.state
		});
	}
	sendAll() {
		return this.running ??= navigator.locks.request("tramite-outbox", () => this.#e()).finally(() => {
			this.running = null;
		}), this.running;
	}
	async #e() {
		clearTimeout(this.timer);
		let e = (await this.mine()).filter((e) => !e.trouble);
		if (this.state = "idle", e.length) {
			let t = await h(this.sessionUrl).catch(() => void 0);
			if (t === void 0) this.state = "later";
			else if (t === null || t.user !== this.user) this.state = "login";
			else for (let n of e) if (!await this.#t(n, t.token)) break;
		}
		return this.state === "later" ? (this.timer = setTimeout(() => this.sendAll(), this.wait), this.wait = Math.min(2 * this.wait, d)) : this.wait = u, await this.report(), this.state;
	}
	async #t(e, t) {
		let n = await m(e, t);
		return n.came === "sent" ? (await o("outbox", e.instance), await o("drafts", e.instance), await s(e.instance), !0) : n.came === "refused" ? (await i("outbox", {
			...e,
			trouble: n.trouble
		}), !0) : (this.state = n.came, !1);
	}
}, _ = document.getElementById("leave");
async function v() {
	let e = await a("outbox"), t = (await a("drafts")).filter((e) => e.dirty);
	return [...e, ...t];
}
_?.addEventListener("submit", async (e) => {
	e.preventDefault();
	let t = new Map((await a("outbox")).map((e) => [`${e.user} ${e.study}`, e]));
	for (let { user: e, study: n, sessionUrl: r } of t.values()) await new g({
		user: e,
		study: n,
		sessionUrl: r,
		tell: () => {}
	}).sendAll();
	let n = await v();
	(!n.length || window.confirm(_.dataset.unsent.replace("{n}", n.length))) && (await c(), _.submit());
});

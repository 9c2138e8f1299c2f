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
}), c = "tramite-user";
async function l(e) {
	let t = localStorage.getItem(c);
	if (t !== null && t !== String(e)) {
		for (let e of await caches.keys()) await caches.delete(e);
		for (let t of await a("drafts")) t.user !== e && !t.dirty && await o("drafts", t.instance);
	}
	localStorage.setItem(c, e);
}
async function u(e, t) {
	if (!navigator.serviceWorker || !e) return;
	await navigator.serviceWorker.register(e);
	let { active: n } = await navigator.serviceWorker.ready, r = performance.getEntriesByType("resource").map((e) => e.name).filter((e) => e.startsWith(`${location.origin}/static/`));
	n.postMessage([
		location.href,
		...t,
		...r
	]);
}
// src/outbox_panel.js
var d = (e, t) => e[t === 1 ? 0 : 1].replace("{n}", t);
function f(e, t) {
	return ({ waiting: n, refused: r, state: i }) => {
		let a = [];
		n.length && a.push(d(t.waiting, n.length)), n.length && i === "later" && a.push(t.no_connection), n.length && i === "login" && a.push(t.login), e.replaceChildren(), e.hidden = !a.length && !r.length, e.classList.toggle("trouble", !!r.length || i === "login"), e.append(a.join(" ")), n.length && i === "login" && e.append(" ", p(t.login_link, t.login_url));
		for (let n of r) {
			let r = p(t.take, URL.createObjectURL(new Blob([n.xml], { type: "text/xml" })));
			r.download = `${n.instance}.xml`;
			let i = document.createElement("div");
			i.append(t.refused.replace("{title}", n.title), " ", n.trouble, " ", r), e.append(i);
		}
	};
}
function p(e, t) {
	let n = document.createElement("a");
	return n.href = t, n.textContent = e, n;
}
// src/outbox.js
var m = 8388608, h = 2e3, g = 3e5;
async function _(e, t, n, r, i) {
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
function v(e) {
	let t = [[]], n = 0;
	for (let r of e) n + r.blob.size > m && t.at(-1).length && (t.push([]), n = 0), t.at(-1).push(r), n += r.blob.size;
	return t;
}
async function y(e, t) {
	let n = v(e.files);
	for (let [r, i] of n.entries()) {
		let a = await _(e.url, t, e, i, r === n.length - 1);
		if (a.came !== "sent") return a;
	}
	return { came: "sent" };
}
async function b(e) {
	let t = await fetch(e, {
		redirect: "manual",
		cache: "no-store"
	});
	return t.ok ? t.json() : null;
}
var x = class {
	constructor({ user: e, study: t, sessionUrl: n, tell: r }) {
		Object.assign(this, {
			user: e,
			study: t,
			sessionUrl: n,
			tell: r
		}), this.wait = h, this.state = "idle", window.addEventListener("online", () => this.sendAll()), document.addEventListener("visibilitychange", () => document.hidden || this.sendAll());
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
			let t = await b(this.sessionUrl).catch(() => void 0);
			if (t === void 0) this.state = "later";
			else if (t === null || t.user !== this.user) this.state = "login";
			else for (let n of e) if (!await this.#t(n, t.token)) break;
		}
		return this.state === "later" ? (this.timer = setTimeout(() => this.sendAll(), this.wait), this.wait = Math.min(2 * this.wait, g)) : this.wait = h, await this.report(), this.state;
	}
	async #t(e, t) {
		let n = await y(e, t);
		return n.came === "sent" ? (await o("outbox", e.instance), await o("drafts", e.instance), await s(e.instance), !0) : n.came === "refused" ? (await i("outbox", {
			...e,
			trouble: n.trouble
		}), !0) : (this.state = n.came, !1);
	}
}, S = JSON.parse(document.getElementById("talk").textContent), C = new x({
	...S,
	tell: f(document.getElementById("outbox"), S.words)
});
await l(S.user), await C.report(), await C.sendAll(), await u(S.worker, S.pages);

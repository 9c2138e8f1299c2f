// src/store_upgrade.js
function e(e, n) {
	let { result: r, transaction: i } = e;
	r.createObjectStore("interviews", { keyPath: "instance" }), r.createObjectStore("pieces", {
		keyPath: "id",
		autoIncrement: !0
	}).createIndex("instance", "instance"), n === 1 && t(r, i);
}
function t(e, t) {
	let [n, r] = ["interviews", "pieces"].map((e) => t.objectStore(e)), i = (n, r, i) => {
		t.objectStore(n).getAll().onsuccess = ({ target: t }) => {
			t.result.forEach(r), e.deleteObjectStore(n), i?.();
		};
	}, a = ({ audit: e, spent: t, recording: r, language: i, ...a }) => n.put({
		...a,
		state: "open",
		turn: 0,
		writers: {},
		beside: {
			audit: e,
			spent: t,
			recording: r,
			language: i
		},
		urls: {}
	}), o = ({ files: e, fields: t, url: i, sessionUrl: a, ...o }) => {
		let s = {
			session: a,
			submit: i,
			files: `${i.replace(/submission$/, "")}talk/${o.instance}/files`
		};
		n.put({
			...o,
			state: "finished",
			agreed: t.recording ? JSON.parse(t.recording) : null,
			urls: s
		});
		for (let { name: t, blob: n } of e) r.put({
			instance: o.instance,
			file: t,
			blob: n,
			at: o.at
		});
	};
	i("audio", ({ instance: e, file: t, blob: n }) => r.put({
		instance: e,
		file: `talk-${t}.webm`,
		blob: n,
		recorded: !0,
		at: t
	}), () => i("drafts", a, () => i("outbox", o)));
}
// src/store.js
var n = ["interviews", "pieces"], r;
function i() {
	return r ??= new Promise((t, n) => {
		let r = indexedDB.open("tramite", 2);
		r.onupgradeneeded = ({ oldVersion: t }) => e(r, t), r.onsuccess = () => {
			r.result.onversionchange = () => r.result.close(), t(r.result);
		}, r.onerror = () => n(r.error), r.onblocked = () => n(/* @__PURE__ */ Error("another tab holds an older store"));
	}), r.catch(() => r = void 0), r;
}
async function a(e, t) {
	let r = (await i()).transaction(n, e), [a, o] = n.map((e) => r.objectStore(e)), s, c = t(a, o, (e) => {
		s = e, r.abort();
	});
	return new Promise((e, t) => {
		r.oncomplete = () => e(c?.()), r.onerror = r.onabort = () => t(s ?? r.error);
	});
}
var o = (e) => a("readonly", (t, n) => {
	let r = e(t, n);
	return () => r.result;
}), s = () => o((e) => e.getAll()), c = (e) => o((t, n) => n.index("instance").getAll(e)), l = () => o((e, t) => t.getAll());
async function u() {
	for (let e of globalThis.indexedDB ? [
		0,
		100,
		300,
		1e3,
		2e3
	] : []) if (await new Promise((t) => setTimeout(t, e)), await o((e) => e.count()).then(() => !0, () => !1)) return !0;
	return !1;
}
var d = (e, t, n = []) => a("readwrite", (r, i, a) => {
	let o;
	return r.get(e).onsuccess = ({ target: s }) => {
		try {
			if (o = t(s.result), !o) return;
			r.put(o);
			for (let t of n) i.put({
				...t,
				instance: e
			});
		} catch (e) {
			a(e);
		}
	}, () => o;
});
function f(e, t, n) {
	e.index("instance").openCursor(t).onsuccess = ({ target: { result: e } }) => {
		e && (n(e.value) && e.delete(), e.continue());
	};
}
var p = (e, t = () => !0) => a("readwrite", (n, r) => f(r, e, t)), m = (...e) => a("readwrite", (t, n) => {
	for (let r of e) t.delete(r), f(n, r, () => !0);
}), h = "tramite-user", g = 92;
async function _() {
	for (let e of await globalThis.caches?.keys() ?? []) await caches.delete(e);
}
async function v(e) {
	let t = localStorage.getItem(h);
	if (localStorage.setItem(h, e), t === null || t === String(e)) return;
	await _();
	let n = (await y()).filter(({ row: t, unsent: n }) => t.user !== e && !n).map(({ row: e }) => e.instance);
	n.length && await m(...n);
}
async function y() {
	let e = new Set((await l()).map((e) => e.instance));
	return (await s()).map((t) => ({
		row: t,
		files: e.has(t.instance),
		unsent: t.state !== "open" || t.dirty || e.has(t.instance)
	}));
}
async function b(e = Date.now()) {
	let t = (t) => t.recorded && t.at < e - g * 864e5, n = new Set((await l()).filter(t).map((e) => e.instance));
	for (let e of n) await p(e, t);
}
async function x(e, t, { only: n = !1 } = {}) {
	if (!navigator.serviceWorker || !e) return;
	await navigator.serviceWorker.register(e);
	let { active: r } = await navigator.serviceWorker.ready, i = performance.getEntriesByType("resource").map((e) => e.name).filter((e) => e.startsWith(`${location.origin}/static/`));
	r.postMessage({
		addresses: [
			location.origin + location.pathname,
			...t,
			...i
		],
		only: n
	});
}
// src/retry.js
var S = 1e3, C = 6e4, w = class {
	constructor(e) {
		Object.assign(this, {
			act: e,
			wait: S,
			timer: null,
			stopped: !1,
			queued: null,
			last: Promise.resolve()
		}), window.addEventListener("online", () => this.now()), document.addEventListener("visibilitychange", () => document.hidden || this.timer === null || this.now());
	}
	within(e) {
		this.stopped || (this.timer ??= setTimeout(() => this.now(), e));
	}
	now() {
		return clearTimeout(this.timer), this.timer = null, this.queued ??= this.last = this.last.then(() => (this.queued = null, this.#e())), this.queued;
	}
	async #e() {
		if (this.stopped) return;
		let e = await this.act().catch((e) => (console.error(e), !0));
		e && this.within(this.wait), this.wait = e ? Math.min(2 * this.wait, C) : S;
	}
	stop() {
		this.stopped = !0, clearTimeout(this.timer);
	}
}, T = 12e4, E = [
	408,
	425,
	429
], D = {
	401: "login",
	404: "gone",
	409: "conflict",
	410: "gone",
	413: "large"
};
async function O(e, t) {
	try {
		let n = AbortSignal.timeout(T), r = await fetch(e, {
			redirect: "manual",
			cache: "no-store",
			signal: n,
			...t
		});
		if (r.type === "opaqueredirect") return { came: "login" };
		if (r.ok) return {
			came: "done",
			body: await r.json()
		};
		let { status: i } = r;
		return i >= 500 || E.includes(i) ? { came: "later" } : {
			came: D[i] ?? "refused",
			status: i,
			...await k(r)
		};
	} catch {
		return { came: "later" };
	}
}
async function k(e) {
	let t = e.headers.get("content-type") ?? "";
	return t.startsWith("application/json") ? {
		words: "",
		body: await e.json()
	} : { words: (t.startsWith("text/plain") ? (await e.text()).slice(0, 500) : "") || String(e.status) };
}
var A = class {
	constructor(e, t) {
		Object.assign(this, {
			user: e,
			sessionUrl: t
		});
	}
	async session() {
		let e = await O(this.sessionUrl);
		return e.came === "done" && e.body.user !== this.user ? { came: "login" } : e;
	}
	async post(e, t) {
		let n;
		for (let r = 0; r < 2; r += 1) {
			let r = await this.session();
			if (r.came !== "done") return r;
			let i = { "X-CSRFToken": r.body.token };
			if (n = await O(e, {
				method: "POST",
				body: j(t),
				headers: i
			}), n.status !== 403) break;
		}
		return n;
	}
};
function j(e) {
	let t = new FormData();
	for (let [n, r] of Object.entries(e)) r instanceof Blob ? t.append(n, r, n === "xml_submission_file" ? "submission.xml" : n) : t.append(n, r);
	return t;
}
globalThis.BroadcastChannel && new BroadcastChannel("tramite");
var M = (e, t) => navigator.locks ? navigator.locks.request(e, t) : t(), N = ["later", "login"], P = () => s().catch(() => []), F = (e) => e.state !== "open";
function I(e) {
	let t = /* @__PURE__ */ new Map();
	for (let { file: n, blob: r } of e) t.set(n, [...t.get(n) ?? [], r]);
	return [...t].map(([e, t]) => ({
		name: e,
		blob: new Blob(t, { type: t[0].type.split(";")[0] })
	}));
}
var L = (e) => new Blob([e.state === "finished" ? e.xml : e.body], { type: "text/xml" });
async function R(e, t, n) {
	let r = new A(e.user, e.urls.session), i = e.agreed ? { recording: JSON.stringify(e.agreed) } : {};
	if (e.state === "finished") {
		let t = JSON.stringify({
			revision: e.revision ?? 0,
			writers: e.writers ?? {}
		}), a = await r.post(e.urls.submit, {
			xml_submission_file: L(e),
			seen: t,
			...i
		});
		if (a.came !== "done") return a;
		await n.received();
	}
	for (let { name: a, blob: o } of t) {
		let t = await r.post(e.urls.files, {
			[a]: o,
			...i
		});
		if (N.includes(t.came)) return t;
		await (t.came === "done" ? n.sent(a) : n.failed(a, t.words));
	}
	return { came: "done" };
}
var z = class {
	constructor({ user: e, tell: t }) {
		Object.assign(this, {
			user: e,
			tell: t,
			state: "done"
		}), this.retry = new w(() => M("tramite-outbox", () => this.#t()));
	}
	async report() {
		let e = await P(), t = e.filter((e) => this.#e(e)), n = t.filter((e) => e.trouble || Object.keys(e.failed ?? {}).length), r = e.filter((e) => e.user !== this.user && (F(e) || e.dirty));
		this.tell({
			waiting: t.filter((e) => !n.includes(e)),
			stuck: n,
			others: r,
			state: this.state
		});
	}
	async sendAll() {
		return await this.retry.now(), this.state;
	}
	async again(e) {
		return await d(e, (e) => e && {
			...e,
			trouble: "",
			failed: {}
		}), this.sendAll();
	}
	async remove(e) {
		await m(e), await this.report();
	}
	#e(e) {
		return e.user === this.user && F(e);
	}
	async #t() {
		this.state = "done";
		for (let e of await P()) {
			if (!this.#e(e) || e.trouble) continue;
			let t = await this.#n(e);
			if (N.includes(t)) {
				this.state = t;
				break;
			}
		}
		return await this.report(), N.includes(this.state);
	}
	async #n(e) {
		let { instance: t } = e, n = { ...e.failed }, r = (e) => d(t, (t) => t && {
			...t,
			...e
		}), { came: i, words: a } = await R(e, I(await c(t)).filter(({ name: e }) => !n[e]), {
			received: () => r({
				state: "received",
				trouble: ""
			}),
			sent: (e) => p(t, (t) => t.file === e),
			failed: (e, t) => r({ failed: Object.assign(n, { [e]: t }) })
		});
		return i === "done" && !Object.keys(n).length ? await m(t) : i !== "done" && !N.includes(i) && await r({ trouble: a }), i;
	}
}, B = (e, t) => e[t === 1 ? 0 : 1].replace("{n}", t);
function V(e, t, n) {
	return ({ waiting: r, stuck: i, others: a, state: o }) => {
		let s = [];
		r.length && s.push(B(t.waiting, r.length)), r.length && o === "later" && s.push(t.no_connection), r.length && o === "login" && s.push(t.login_lost), a.length && s.push(t.others.replace("{who}", H(a))), e.replaceChildren(s.join(" ")), e.hidden = !s.length && !i.length, e.classList.toggle("trouble", !!i.length || o === "login"), r.length && o === "login" && e.append(" ", q(t.login_link, t.login_url)), e.append(...i.map((e) => U(e, t, n())));
	};
}
var H = (e) => [...new Set(e.map((e) => e.who || e.title))].join(", ");
function U(e, t, n) {
	let r = document.createElement("p"), i = Object.entries(e.failed ?? {}).map(([e, t]) => `${e}: ${t}`), a = e.trouble ? [t.refused, e.trouble] : [t.file_refused, ...i];
	return r.append(a.join(" ").replace("{title}", e.title), " "), r.append(K(t.again, () => n.again(e.instance)), " "), r.append(...W(e, t, () => n.remove(e.instance))), r;
}
function W(e, t, n) {
	let r = () => window.confirm(t.remove_sure.replace("{title}", e.title));
	return [
		K(t.take, () => G(e)),
		" ",
		K(t.remove, () => r() && n())
	];
}
async function G(e) {
	let t = I(await c(e.instance));
	e.state !== "received" && t.unshift({
		name: `${e.instance}.xml`,
		blob: L(e)
	});
	for (let { name: e, blob: n } of t) {
		let t = q("", URL.createObjectURL(n));
		t.download = e, t.click(), setTimeout(() => URL.revokeObjectURL(t.href), 6e4);
	}
}
function K(e, t) {
	let n = document.createElement("button");
	return Object.assign(n, {
		type: "button",
		className: "quiet",
		textContent: e,
		onclick: t
	}), n;
}
function q(e, t) {
	let n = document.createElement("a");
	return n.href = t, n.textContent = e, n;
}
// src/orphans.js
async function J({ user: e, study: t }, n) {
	let r = (await y()).filter(({ row: r }) => r.user === e && r.study === t && r.state === "open" && !n.includes(r.instance)), i = r.filter(({ unsent: e }) => !e).map(({ row: e }) => e.instance);
	return i.length && await m(...i), r.filter(({ unsent: e }) => e).map(({ row: e }) => e);
}
async function Y(e) {
	let t = (await c(e.instance)).findLast((e) => e.agreed)?.agreed ?? e.beside?.recording ?? null, n = `answers-${new Date(e.at).toISOString().slice(0, 19).replaceAll(/[:T]/g, "-")}.xml`, r = e.dirty ? [{
		file: n,
		blob: new Blob([e.body], { type: "text/xml" }),
		at: e.at
	}] : [], i = {
		agreed: t,
		state: "received",
		failed: {},
		dirty: !1
	};
	await d(e.instance, (e) => e && {
		...e,
		...i
	}, r);
}
function X(e, t, n, r) {
	e.hidden = !n.length, e.replaceChildren(...n.length ? [B(t.orphans, n.length)] : []);
	for (let i of n) {
		let n = document.createElement("p"), a = () => (n.remove(), e.hidden = !e.querySelector("p"));
		n.append(i.title, " ", K(t.orphan_send, () => Y(i).then(() => r.sendAll()).then(a)), " "), n.append(...W(i, t, () => m(i.instance).then(a))), e.append(n);
	}
}
// src/talks.js
var Z = JSON.parse(document.getElementById("talk").textContent), { words: Q } = Z, $ = new z({
	...Z,
	tell: V(document.getElementById("outbox"), Q, () => $)
});
if (await u()) {
	await v(Z.user), await b(), await $.report(), await $.sendAll();
	let { came: e, body: t } = await new A(Z.user, Z.urls.session).session();
	e === "done" && X(document.getElementById("left-over"), Q, await J(Z, t.begun), $);
}
await x(Z.worker, Z.pages, { only: !0 });

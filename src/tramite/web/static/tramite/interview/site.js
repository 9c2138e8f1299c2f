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
}), s = () => o((e) => e.getAll()), c = (e) => o((t, n) => n.index("instance").getAll(e)), ee = () => o((e, t) => t.getAll());
async function te() {
	for (let e of globalThis.indexedDB ? [
		0,
		100,
		300,
		1e3,
		2e3
	] : []) if (await new Promise((t) => setTimeout(t, e)), await o((e) => e.count()).then(() => !0, () => !1)) return !0;
	return !1;
}
var l = (e, t, n = []) => a("readwrite", (r, i, a) => {
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
function u(e, t, n) {
	e.index("instance").openCursor(t).onsuccess = ({ target: { result: e } }) => {
		e && (n(e.value) && e.delete(), e.continue());
	};
}
var d = (e, t = () => !0) => a("readwrite", (n, r) => u(r, e, t)), f = (...e) => a("readwrite", (t, n) => {
	for (let r of e) t.delete(r), u(n, r, () => !0);
});
// src/device.js
async function ne() {
	for (let e of await globalThis.caches?.keys() ?? []) await caches.delete(e);
}
async function p() {
	let e = new Set((await ee()).map((e) => e.instance));
	return (await s()).map((t) => ({
		row: t,
		files: e.has(t.instance),
		unsent: t.state !== "open" || t.dirty || e.has(t.instance)
	}));
}
// src/retry.js
var m = 1e3, h = 6e4, g = class {
	constructor(e) {
		Object.assign(this, {
			act: e,
			wait: m,
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
		e && this.within(this.wait), this.wait = e ? Math.min(2 * this.wait, h) : m;
	}
	stop() {
		this.stopped = !0, clearTimeout(this.timer);
	}
}, _ = 12e4, v = [
	408,
	425,
	429
], y = {
	401: "login",
	404: "gone",
	409: "conflict",
	410: "gone",
	413: "large"
};
async function b(e, t) {
	try {
		let n = AbortSignal.timeout(_), r = await fetch(e, {
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
		return i >= 500 || v.includes(i) ? { came: "later" } : {
			came: y[i] ?? "refused",
			status: i,
			...await x(r)
		};
	} catch {
		return { came: "later" };
	}
}
async function x(e) {
	let t = e.headers.get("content-type") ?? "";
	return t.startsWith("application/json") ? {
		words: "",
		body: await e.json()
	} : { words: (t.startsWith("text/plain") ? (await e.text()).slice(0, 500) : "") || String(e.status) };
}
var S = class {
	constructor(e, t) {
		Object.assign(this, {
			user: e,
			sessionUrl: t
		});
	}
	async session() {
		let e = await b(this.sessionUrl);
		return e.came === "done" && e.body.user !== this.user ? { came: "login" } : e;
	}
	async post(e, t) {
		let n;
		for (let r = 0; r < 2; r += 1) {
			let r = await this.session();
			if (r.came !== "done") return r;
			let i = { "X-CSRFToken": r.body.token };
			if (n = await b(e, {
				method: "POST",
				body: re(t),
				headers: i
			}), n.status !== 403) break;
		}
		return n;
	}
};
function re(e) {
	let t = new FormData();
	for (let [n, r] of Object.entries(e)) r instanceof Blob ? t.append(n, r, n === "xml_submission_file" ? "submission.xml" : n) : t.append(n, r);
	return t;
}
[...crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(8))].map((e) => e.toString(36)).join("");
var ie = (e, { writer: t, turn: n }) => !!t && (e.writers[t] ?? -1) >= n, C = (e) => ({
	body: e.body,
	beside: JSON.stringify(e.beside),
	revision: e.revision,
	writer: e.writer,
	turn: e.turn,
	device: ae(),
	over: e.over ? "yes" : ""
});
function ae() {
	let [, e = ""] = /\(([^;)]+)/.exec(navigator.userAgent) ?? [], t = /Firefox|Edg|OPR|Chrome|Safari/.exec(navigator.userAgent)?.[0] ?? "";
	return `${navigator.userAgentData?.platform || e} ${t.replace("Edg", "Edge")}`.trim();
}
async function w(e, t = new S(e.user, e.urls.session)) {
	let n = await t.post(e.urls.draft, C(e));
	return n.came !== "conflict" || !n.body || !ie(e, n.body) ? n : t.post(e.urls.draft, C({
		...e,
		revision: n.body.revision
	}));
}
// src/tabs.js
var T = "*", E = globalThis.BroadcastChannel && new BroadcastChannel("tramite"), D = (e) => new Promise((t) => setTimeout(t, e)), O = (e, t) => navigator.locks ? navigator.locks.request(e, t) : t();
async function k() {
	E?.postMessage(T), await D(300);
}
// src/outbox.js
var A = ["later", "login"], j = () => s().catch(() => []), M = (e) => e.state !== "open";
function N(e) {
	let t = /* @__PURE__ */ new Map();
	for (let { file: n, blob: r } of e) t.set(n, [...t.get(n) ?? [], r]);
	return [...t].map(([e, t]) => ({
		name: e,
		blob: new Blob(t, { type: t[0].type.split(";")[0] })
	}));
}
var P = (e) => new Blob([e.state === "finished" ? e.xml : e.body], { type: "text/xml" });
async function F(e, t, n) {
	let r = new S(e.user, e.urls.session), i = e.agreed ? { recording: JSON.stringify(e.agreed) } : {};
	if (e.state === "finished") {
		let t = JSON.stringify({
			revision: e.revision ?? 0,
			writers: e.writers ?? {}
		}), a = await r.post(e.urls.submit, {
			xml_submission_file: P(e),
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
		if (A.includes(t.came)) return t;
		await (t.came === "done" ? n.sent(a) : n.failed(a, t.words));
	}
	return { came: "done" };
}
var I = class {
	constructor({ user: e, tell: t }) {
		Object.assign(this, {
			user: e,
			tell: t,
			state: "done"
		}), this.retry = new g(() => O("tramite-outbox", () => this.#t()));
	}
	async report() {
		let e = await j(), t = e.filter((e) => this.#e(e)), n = t.filter((e) => e.trouble || Object.keys(e.failed ?? {}).length), r = e.filter((e) => e.user !== this.user && (M(e) || e.dirty));
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
		return await l(e, (e) => e && {
			...e,
			trouble: "",
			failed: {}
		}), this.sendAll();
	}
	async remove(e) {
		await f(e), await this.report();
	}
	#e(e) {
		return e.user === this.user && M(e);
	}
	async #t() {
		this.state = "done";
		for (let e of await j()) {
			if (!this.#e(e) || e.trouble) continue;
			let t = await this.#n(e);
			if (A.includes(t)) {
				this.state = t;
				break;
			}
		}
		return await this.report(), A.includes(this.state);
	}
	async #n(e) {
		let { instance: t } = e, n = { ...e.failed }, r = (e) => l(t, (t) => t && {
			...t,
			...e
		}), { came: i, words: a } = await F(e, N(await c(t)).filter(({ name: e }) => !n[e]), {
			received: () => r({
				state: "received",
				trouble: ""
			}),
			sent: (e) => d(t, (t) => t.file === e),
			failed: (e, t) => r({ failed: Object.assign(n, { [e]: t }) })
		});
		return i === "done" && !Object.keys(n).length ? await f(t) : i !== "done" && !A.includes(i) && await r({ trouble: a }), i;
	}
}, L = (e) => e.map((e) => e.title).join("\n");
async function R(e) {
	for (let t of e.filter(({ state: e, dirty: t, urls: n }) => e === "open" && t && n.draft)) {
		let { came: e, body: n } = await w(t);
		if (e !== "done") continue;
		let { revision: r } = n;
		await l(t.instance, (e) => e?.turn === t.turn && {
			...e,
			revision: r,
			dirty: !1
		});
	}
}
async function z({ user: e, words: t, confirm: n = (e) => window.confirm(e) }) {
	await k();
	let r = async () => (await p()).filter(({ row: t }) => t.user === e);
	await R((await r()).map(({ row: e }) => e)), await new I({
		user: e,
		tell: () => {}
	}).sendAll();
	let i = await r(), a = i.filter(({ unsent: e }) => e).map(({ row: e }) => e);
	if (a.length && !n(`${t.unsent.replace("{n}", a.length)}\n${L(a)}`)) return !1;
	await f(...i.map(({ row: e }) => e.instance)), await ne();
	for (let e of await navigator.serviceWorker?.getRegistrations() ?? []) await e.unregister();
	return !0;
}
function B(e, t) {
	e?.addEventListener("submit", async (n) => {
		n.preventDefault(), (!await te() || await z(t)) && e.submit();
	});
}
// src/outbox_panel.js
var V = (e, t) => e[t === 1 ? 0 : 1].replace("{n}", t);
function H(e, t, n) {
	return ({ waiting: r, stuck: i, others: a, state: o }) => {
		let s = [];
		r.length && s.push(V(t.waiting, r.length)), r.length && o === "later" && s.push(t.no_connection), r.length && o === "login" && s.push(t.login_lost), a.length && s.push(t.others.replace("{who}", U(a))), e.replaceChildren(s.join(" ")), e.hidden = !s.length && !i.length, e.classList.toggle("trouble", !!i.length || o === "login"), r.length && o === "login" && e.append(" ", J(t.login_link, t.login_url)), e.append(...i.map((e) => W(e, t, n())));
	};
}
var U = (e) => [...new Set(e.map((e) => e.who || e.title))].join(", ");
function W(e, t, n) {
	let r = document.createElement("p"), i = Object.entries(e.failed ?? {}).map(([e, t]) => `${e}: ${t}`), a = e.trouble ? [t.refused, e.trouble] : [t.file_refused, ...i];
	return r.append(a.join(" ").replace("{title}", e.title), " "), r.append(q(t.again, () => n.again(e.instance)), " "), r.append(...G(e, t, () => n.remove(e.instance))), r;
}
function G(e, t, n) {
	let r = () => window.confirm(t.remove_sure.replace("{title}", e.title));
	return [
		q(t.take, () => K(e)),
		" ",
		q(t.remove, () => r() && n())
	];
}
async function K(e) {
	let t = N(await c(e.instance));
	e.state !== "received" && t.unshift({
		name: `${e.instance}.xml`,
		blob: P(e)
	});
	for (let { name: e, blob: n } of t) {
		let t = J("", URL.createObjectURL(n));
		t.download = e, t.click(), setTimeout(() => URL.revokeObjectURL(t.href), 6e4);
	}
}
function q(e, t) {
	let n = document.createElement("button");
	return Object.assign(n, {
		type: "button",
		className: "quiet",
		textContent: e,
		onclick: t
	}), n;
}
function J(e, t) {
	let n = document.createElement("a");
	return n.href = t, n.textContent = e, n;
}
// src/typed.js
var Y = "form input:not([type=hidden], [type=file]), form textarea, form select", X = (e) => e.matches("[type=checkbox], [type=radio]"), Z = (e) => {
	if (X(e)) return e.checked !== e.defaultChecked;
	if (!e.matches("select")) return e.value !== e.defaultValue;
	let t = [...e.options];
	return e.value !== (t.find((e) => e.defaultSelected) ?? t[0])?.value;
}, Q = (e) => JSON.stringify([
	e.form.getAttribute("action"),
	e.name,
	X(e) ? e.value : ""
]);
function oe(e) {
	let t = /* @__PURE__ */ new Map();
	e.addEventListener("htmx:beforeSwap", ({ detail: { target: e, requestConfig: n } }) => {
		let r = n.elt.closest("form"), i = [...e.querySelectorAll(Y)].filter((e) => e.form !== r && Z(e));
		t = new Map(i.map((e) => [Q(e), e]));
	}), e.addEventListener("htmx:afterSwap", () => {
		for (let n of t.size ? e.querySelectorAll(Y) : []) {
			let e = t.get(Q(n));
			if (!e || e === n || Z(n)) continue;
			X(n) ? n.checked = e.checked : n.value = e.value;
			let r = n.closest("details");
			r && (r.open = !0);
		}
		t = /* @__PURE__ */ new Map();
	});
}
// src/site.js
var $ = JSON.parse(document.getElementById("device").textContent);
if (B(document.getElementById("leave"), $), oe(document.body), !document.getElementById("talk") && (await s().catch(() => [])).length) {
	let e = document.getElementById("outbox"), t = new I({
		...$,
		tell: H(e, $.words, () => t)
	});
	await t.sendAll();
}

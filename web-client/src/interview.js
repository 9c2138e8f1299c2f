// One interview in the browser: the form, its draft, the clock, the recording, and «Send» that loses nothing.
import { ask } from './choice.js';
import { Clock } from './clock.js';
import { keepForGood, keepPages, settle } from './device.js';
import { Draft, opened, setAside } from './draft.js';
import { showFiles } from './files_panel.js';
import { Form } from './form.js';
import { identified } from './identity.js';
import { deliver, filesOf, Outbox } from './outbox.js';
import { showOutbox } from './outbox_panel.js';
import { showRecorder } from './recorder_panel.js';
import * as store from './store.js';
import { hold, takeOver } from './tabs.js';
import { Timing } from './timing.js';
import { choose } from './two_versions.js';
import { overriding } from './versions.js';

const AUDIT = 'audit.csv';
const TROUBLE = ['login', 'elsewhere', 'gone', 'stopped', 'nowhere', 'unkept'];
const config = JSON.parse(document.getElementById('talk').textContent);
const { words, instance } = config;
const at = (id) => document.getElementById(id);
const outbox = new Outbox({ ...config, tell: showOutbox(at('outbox'), words, () => outbox) });
const able = await store.works();
let draft, form, timing, clock, recorder;

if (!(await hold(instance, handOver))) {
  await ask(at('kept'), words.other_tab, { here: words.take_over });
  await takeOver(instance, handOver);
}
if (able && config.worker) await settle(config.user);
const found = await opened(config);
if (found.row.state !== 'open') await showFinished();
else await begin(found.server ? await chosen(found) : found.row);

function say(key) {
  at('kept').textContent = words[key];
  at('kept').classList.toggle('trouble', TROUBLE.includes(key));
  if (key === 'elsewhere') settleVersions();
  if (key === 'stopped') stopped();
}

// Two versions when the page opens: until both are safe on the server, nothing is opened.
async function chosen({ row, server }) {
  for (;;) {
    if ((await choose(at('kept'), config, row, server)) === 'mine') return { ...row, ...overriding(row, server) };
    if (await setAside(row)) {
      await store.edit(instance, () => server).catch(() => {});
      return server;
    }
  }
}

// Two versions while it is filled.
async function settleVersions() {
  const { other } = draft;
  if (settleVersions.asked === other) return;
  settleVersions.asked = other;
  if ((await choose(at('kept'), config, draft.row, other)) === 'mine') return draft.takeMine();
  if (await draft.takeOther()) location.reload();
  else settleVersions.asked = null, say('elsewhere');
}

async function begin(row) {
  const { beside } = row;
  const xform = await (await fetch(config.xform)).text();
  const filled = row.body && identified(row.body, { instance, audit: '' });
  timing = new Timing(beside.audit);
  clock = at('clock') && new Clock(at('clock'), { most: config.most, spent: beside.spent });
  const pieces = able ? await store.piecesOf(instance) : [];
  const agreed = beside.recording ?? pieces.findLast((piece) => piece.agreed)?.agreed;
  const panel = { row: () => draft.row, words, agreed, able, note: () => draft.keep(true) };
  form = new Form(at('form'), { xform, filled, language: config.language, onSend: finish });
  if (!(await form.ready())) return say('broken');
  form.speak(beside.language ?? config.language);
  draft = new Draft(row, { form, beside: besideForm, tell: say, known: found.known });
  recorder = at('recording') && showRecorder(at('recording'), panel);
  if (at('files') && able) await showFiles(at('files'), panel);
  listen();
  say(able ? (row.body ? 'resumed' : 'ready') : 'unkept');
  document.body.dataset.ready = 'yes';
  outbox.sendAll();
  await keepPages(config.worker, config.pages);
}

function besideForm() {
  return {
    audit: timing.all(),
    spent: clock?.milliseconds ?? 0,
    recording: recorder?.consent() ?? null,
    language: form.language,
  };
}

function listen() {
  draft.watch(at('form'));
  at('form').addEventListener('change', keepForGood, { once: true });
  for (const event of ['change', 'click', 'input']) at('form').addEventListener(event, answered);
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.addEventListener('click', () => (speak(button.dataset.speak), draft.keep(true)));
  }
  speak(form.language);
  at('pause')?.addEventListener('click', () => (clock.running ? pause() : resume()));
  window.addEventListener('beforeunload', (event) => draft.quiet && !draft.closed && event.preventDefault());
}

function answered(event) {
  const question = form.questionOf(event.target);
  if (!question) return;
  if (clock && !clock.running) run();
  timing.answered(question);
}

function speak(code) {
  form.speak(code);
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.setAttribute('aria-pressed', String(button.dataset.speak === code));
  }
}

function pause() {
  clock.pause();
  timing.pause();
  recorder?.pause();
  at('pause').textContent = words.resume;
}

function resume() {
  timing.resume();
  run();
}

function run() {
  clock.start();
  recorder?.resume();
  at('pause').textContent = words.pause;
  at('pause').hidden = false;
}

// Another tab goes on: what is filled here is kept first.
async function handOver() {
  await recorder?.stop();
  await draft?.keep();
  draft?.close();
  if (draft && at('finished').hidden) say('stopped');
}

async function stopped() {
  if (at('form').inert) return;
  at('form').inert = true;
  await ask(at('kept'), words.stopped, { here: words.take_over });
  location.reload();
}

async function finish(xml) {
  if (draft.other) return document.querySelector('.talk-bar [role=alert]').focus(); // first a person chooses
  clock?.pause();
  await recorder?.stop().catch(console.error);
  await draft.keep();
  const [row, audit] = finished(xml);
  try {
    await store.edit(instance, () => row, audit);
  } catch (error) {
    return finishWithout(row, audit, error);
  }
  draft.close();
  await showFinished();
}

// The device has no room for it, or keeps nothing: it is sent from here, or the form stays as it is.
async function finishWithout(row, audit, error) {
  const note = { received: () => {}, sent: () => {}, failed: () => {} };
  const pieces = able ? await store.piecesOf(instance).catch(() => []) : [];
  const { came } = await deliver(row, filesOf([...pieces, ...audit]), note);
  if (came !== 'done') return say(error?.name === 'QuotaExceededError' ? 'full' : 'nowhere');
  draft.close();
  await store.forget(instance).catch(() => {});
  await showFinished();
}

function finished(xml) {
  const logged = Boolean(config.urls.files) && /<(\w+:)?audit\b/.test(xml) && timing.all().length > 0;
  const corrects = config.corrects && `uuid:${config.corrects}`;
  const row = {
    ...draft.row,
    state: 'finished',
    xml: identified(xml, { instance: `uuid:${instance}`, corrects, audit: logged ? AUDIT : '' }),
    agreed: recorder?.consent() ?? null,
    trouble: '',
    failed: {},
  };
  const audit = new Blob([timing.csv()], { type: 'text/csv' });
  return [row, logged ? [{ instance, file: AUDIT, blob: audit, at: Date.now() }] : []];
}

async function showFinished() {
  at('talking').hidden = true;
  at('finished').hidden = false;
  at('finished').querySelector('h2').focus();
  const tell = outbox.tell;
  outbox.tell = (held) => {
    tell(held);
    const still = [...held.waiting, ...held.stuck].some((row) => row.instance === instance);
    at('came').textContent = still ? words.waits : words.sent;
  };
  await outbox.sendAll();
}

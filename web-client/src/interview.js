// One interview in the browser: the form, its draft, the clock, the recording, and «Send» that loses nothing.
import { Clock } from './clock.js';
import { keepPages, settle } from './device.js';
import { Drafts, latest } from './drafts.js';
import { Form } from './form.js';
import { identified } from './identity.js';
import { showOutbox } from './outbox_panel.js';
import { Outbox } from './outbox.js';
import { recordings } from './recorder.js';
import { showRecorder } from './recorder_panel.js';
import * as store from './store.js';
import { Timing } from './timing.js';

const AUDIT = 'audit.csv';
const config = JSON.parse(document.getElementById('talk').textContent);
const { words } = config;
const at = (id) => document.getElementById(id);
const say = (key) => {
  at('kept').textContent = words[key];
  at('kept').classList.toggle('trouble', key === 'login' || key === 'elsewhere');
};

const outbox = new Outbox({ ...config, tell: showOutbox(at('outbox'), words) });
if (config.worker) await settle(config.user);
const draft = await latest(config);
const xform = await (await fetch(config.xform)).text();
const filled = draft.body && identified(draft.body, { instance: config.instance, audit: '' });
const timing = new Timing(draft.audit);
const clock = at('clock') && new Clock(at('clock'), { most: config.most, spent: draft.spent });
const recorder =
  at('recording') &&
  showRecorder(at('recording'), { ...config, agreed: draft.recording, note: () => form.drafts?.keep(true) });
const extra = () => ({
  audit: timing.all(),
  spent: clock?.milliseconds ?? 0,
  recording: recorder?.consent() ?? null,
  language: form.language,
});

const form = new Form(at('form'), { xform, filled, language: config.language, onSend: finish });
if (await form.ready()) begin();
else say('broken');

function begin() {
  const drafts = new Drafts({ ...config, draft }, { form, extra, tell: say });
  form.drafts = drafts;
  form.speak(draft.language ?? config.language);
  drafts.watch(at('form'));
  for (const event of ['change', 'click', 'input']) at('form').addEventListener(event, answered);
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.addEventListener('click', () => (speak(button.dataset.speak), drafts.keep(true)));
  }
  speak(form.language);
  at('pause')?.addEventListener('click', pause);
  window.addEventListener('beforeunload', (event) => drafts.quiet && !drafts.closed && event.preventDefault());
  say(draft.body ? 'resumed' : 'ready');
  document.body.dataset.ready = 'yes';
  outbox.sendAll();
  keepPages(config.worker, config.pages);
}

function answered(event) {
  const question = form.questionOf(event.target);
  if (!question) return;
  if (clock && !clock.running) resume();
  timing.answered(question);
}

function speak(code) {
  form.speak(code);
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.setAttribute('aria-pressed', String(button.dataset.speak === code));
  }
}

function pause() {
  if (!clock.running) return resume();
  clock.pause();
  timing.pause();
  recorder?.pause();
  at('pause').textContent = words.resume;
}

function resume() {
  clock.start();
  timing.resume();
  recorder?.resume();
  at('pause').textContent = words.pause;
  at('pause').hidden = false;
}

async function finish(xml) {
  form.drafts.close();
  clock?.pause();
  await recorder?.stop();
  try {
    await outbox.add(await collected(xml));
  } catch {
    form.drafts.closed = false;
    return say('full');
  }
  await store.remove('drafts', config.instance);
  at('talking').hidden = true;
  at('finished').hidden = false;
  at('finished').querySelector('h2').focus();
  showCame(await outbox.sendAll());
}

async function collected(xml) {
  const { instance, corrects } = config;
  const logged = /<(\w+:)?audit\b/.test(xml) && timing.all().length > 0;
  const agreed = recorder?.consent();
  const files = agreed ? await recordings(instance) : [];
  if (logged) files.unshift({ name: AUDIT, blob: new Blob([timing.csv()], { type: 'text/csv' }) });
  const identity = { instance: `uuid:${instance}`, corrects: corrects && `uuid:${corrects}`, audit: logged ? AUDIT : '' };
  return {
    instance,
    files,
    fields: files.length && agreed ? { recording: JSON.stringify(agreed) } : {},
    url: config.submitUrl,
    sessionUrl: config.sessionUrl,
    title: document.title,
    xml: identified(xml, identity),
  };
}

async function showCame(state) {
  const still = (await outbox.mine()).some((entry) => entry.instance === config.instance);
  at('came').textContent = still ? words.waits : words.sent;
  if (still && state !== 'login') outbox.tell = followed(outbox.tell);
}

// Says so when it goes out later, while the page is still open.
function followed(tell) {
  return (held) => {
    tell(held);
    if (![...held.waiting, ...held.refused].some((entry) => entry.instance === config.instance)) {
      at('came').textContent = words.sent;
    }
  };
}

// Logging out leaves nothing of one's own on the device: what can be sent is sent first, what would be lost is told.
// What others have here and the server has not stays until they log in.
import { dropPages, holdings } from './device.js';
import { save } from './draft.js';
import { Outbox } from './outbox.js';
import * as store from './store.js';
import { stopOthers } from './tabs.js';

const titlesOf = (rows) => rows.map((row) => row.title).join('\n');

async function sendDrafts(rows) {
  for (const row of rows.filter(({ state, dirty, urls }) => state === 'open' && dirty && urls.draft)) {
    const { came, body } = await save(row);
    if (came !== 'done') continue;
    const { revision } = body;
    await store.edit(row.instance, (held) => held?.turn === row.turn && { ...held, revision, dirty: false });
  }
}

// Returns whether one may log out now: nothing is left that a person does not know of.
export async function leave({ user, words, confirm = (text) => window.confirm(text) }) {
  await stopOthers();
  const mine = async () => (await holdings()).filter(({ row }) => row.user === user);
  await sendDrafts((await mine()).map(({ row }) => row));
  await new Outbox({ user, tell: () => {} }).sendAll();
  const held = await mine();
  const lost = held.filter(({ unsent }) => unsent).map(({ row }) => row);
  if (lost.length && !confirm(`${words.unsent.replace('{n}', lost.length)}\n${titlesOf(lost)}`)) return false;
  await store.forget(...held.map(({ row }) => row.instance));
  await dropPages();
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  return true;
}

export function watchLeaving(form, device) {
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const may = !(await store.works()) || (await leave(device));
    if (may) form.submit();
  });
}

// Logging out leaves nothing on the device: what can be sent is sent first, and what would be lost is told.
import { Outbox } from './outbox.js';
import * as store from './store.js';

const form = document.getElementById('leave');

async function unsent() {
  const entries = await store.all('outbox');
  const drafts = (await store.all('drafts')).filter((draft) => draft.dirty);
  return [...entries, ...drafts];
}

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const boxes = new Map((await store.all('outbox')).map((entry) => [`${entry.user} ${entry.study}`, entry]));
  for (const { user, study, sessionUrl } of boxes.values()) {
    await new Outbox({ user, study, sessionUrl, tell: () => {} }).sendAll();
  }
  const lost = await unsent();
  if (lost.length && !window.confirm(form.dataset.unsent.replace('{n}', lost.length))) return;
  await store.clear();
  form.submit();
});

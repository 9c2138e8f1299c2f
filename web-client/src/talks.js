// The list of one's interviews: what this device still has to send, what is left over, and pages to take along.
import { dropOldRecordings, keepPages, settle } from './device.js';
import { findOrphans, showOrphans } from './orphans.js';
import { showOutbox } from './outbox_panel.js';
import { Outbox } from './outbox.js';
import { Server } from './server.js';
import * as store from './store.js';

const config = JSON.parse(document.getElementById('talk').textContent);
const { words } = config;
const outbox = new Outbox({ ...config, tell: showOutbox(document.getElementById('outbox'), words, () => outbox) });

if (await store.works()) {
  await settle(config.user);
  await dropOldRecordings();
  await outbox.report();
  await outbox.sendAll();
  const { came, body } = await new Server(config.user, config.urls.session).session();
  if (came === 'done') {
    showOrphans(document.getElementById('left-over'), words, await findOrphans(config, body.begun), outbox);
  }
}
await keepPages(config.worker, config.pages, { only: true });

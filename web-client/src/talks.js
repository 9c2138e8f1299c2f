// The list of one's interviews: what this device still has to send, and pages to take along.
import { keepPages, settle } from './device.js';
import { showOutbox } from './outbox_panel.js';
import { Outbox } from './outbox.js';

const config = JSON.parse(document.getElementById('talk').textContent);
const outbox = new Outbox({ ...config, tell: showOutbox(document.getElementById('outbox'), config.words) });

await settle(config.user);
await outbox.report();
await outbox.sendAll();
await keepPages(config.worker, config.pages);

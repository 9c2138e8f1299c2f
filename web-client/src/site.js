// On every page of somebody who is logged in: sends what waits on this device, looks after logging out, and keeps
// what is typed.
import { watchLeaving } from './leaving.js';
import { showOutbox } from './outbox_panel.js';
import { Outbox } from './outbox.js';
import * as store from './store.js';
import { keepTyped } from './typed.js';

const device = JSON.parse(document.getElementById('device').textContent);
watchLeaving(document.getElementById('leave'), device);
keepTyped(document.body);

// Pages of interviews have an outbox of their own.
if (!document.getElementById('talk') && (await store.interviews().catch(() => [])).length) {
  const place = document.getElementById('outbox');
  const outbox = new Outbox({ ...device, tell: showOutbox(place, device.words, () => outbox) });
  await outbox.sendAll();
}

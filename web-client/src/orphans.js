// What this device still has of interviews that are over: sent from another device, or thrown away.
import { holdings } from './device.js';
import { button, count, takeOrRemove } from './outbox_panel.js';
import * as store from './store.js';

// Interviews of a user in a study that the server no longer holds as begun; begun: those that it does.
// What the server has all of goes without a word.
export async function findOrphans({ user, study }, begun) {
  const open = (await holdings()).filter(
    ({ row }) => row.user === user && row.study === study && row.state === 'open' && !begun.includes(row.instance),
  );
  const empty = open.filter(({ unsent }) => !unsent).map(({ row }) => row.instance);
  if (empty.length) await store.forget(...empty);
  return open.filter(({ unsent }) => unsent).map(({ row }) => row);
}

// Gives what is left to the outbox: recordings, photos, and answers that came too late, as a file.
export async function sendOrphan(row) {
  const pieces = await store.piecesOf(row.instance);
  const agreed = pieces.findLast((piece) => piece.agreed)?.agreed ?? row.beside?.recording ?? null;
  const file = `answers-${new Date(row.at).toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')}.xml`;
  const late = row.dirty ? [{ file, blob: new Blob([row.body], { type: 'text/xml' }), at: row.at }] : [];
  const left = { agreed, state: 'received', failed: {}, dirty: false };
  await store.edit(row.instance, (held) => held && { ...held, ...left }, late);
}

export function showOrphans(place, words, rows, outbox) {
  place.hidden = !rows.length;
  place.replaceChildren(...(rows.length ? [count(words.orphans, rows.length)] : []));
  for (const row of rows) {
    const line = document.createElement('p');
    const done = () => (line.remove(), (place.hidden = !place.querySelector('p')));
    const send = () => sendOrphan(row).then(() => outbox.sendAll()).then(done);
    line.append(row.title, ' ', button(words.orphan_send, send), ' ');
    line.append(...takeOrRemove(row, words, () => store.forget(row.instance).then(done)));
    place.append(line);
  }
}

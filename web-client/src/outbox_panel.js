// What is still to be sent, in words; what the server did not take can be tried again, taken away, or deleted.
import { filesOf, xmlOf } from './outbox.js';
import * as store from './store.js';

export const count = (words, number) => words[number === 1 ? 0 : 1].replace('{n}', number);

export function showOutbox(place, words, outbox) {
  return ({ waiting, stuck, others, state }) => {
    const said = [];
    if (waiting.length) said.push(count(words.waiting, waiting.length));
    if (waiting.length && state === 'later') said.push(words.no_connection);
    if (waiting.length && state === 'login') said.push(words.login_lost);
    if (others.length) said.push(words.others.replace('{who}', namesOf(others)));
    place.replaceChildren(said.join(' '));
    place.hidden = !said.length && !stuck.length;
    place.classList.toggle('trouble', Boolean(stuck.length) || state === 'login');
    if (waiting.length && state === 'login') place.append(' ', link(words.login_link, words.login_url));
    place.append(...stuck.map((row) => stuckLine(row, words, outbox())));
  };
}

export const namesOf = (rows) => [...new Set(rows.map((row) => row.who || row.title))].join(', ');

function stuckLine(row, words, outbox) {
  const line = document.createElement('p');
  const files = Object.entries(row.failed ?? {}).map(([name, reason]) => `${name}: ${reason}`);
  const said = row.trouble ? [words.refused, row.trouble] : [words.file_refused, ...files];
  line.append(said.join(' ').replace('{title}', row.title), ' ');
  line.append(button(words.again, () => outbox.again(row.instance)), ' ');
  line.append(...takeOrRemove(row, words, () => outbox.remove(row.instance)));
  return line;
}

// Buttons to save what this device has of an interview, and to delete it.
export function takeOrRemove(row, words, remove) {
  const sure = () => window.confirm(words.remove_sure.replace('{title}', row.title));
  return [button(words.take, () => takeAway(row)), ' ', button(words.remove, () => sure() && remove())];
}

// Saves the answers, if the server has not all of them, and the files as files of the device.
async function takeAway(row) {
  const files = filesOf(await store.piecesOf(row.instance));
  if (row.state !== 'received') files.unshift({ name: `${row.instance}.xml`, blob: xmlOf(row) });
  for (const { name, blob } of files) {
    const made = link('', URL.createObjectURL(blob));
    made.download = name;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 60000); // some browsers read it later
  }
}

export function button(text, act) {
  const made = document.createElement('button');
  Object.assign(made, { type: 'button', className: 'quiet', textContent: text, onclick: act });
  return made;
}

function link(text, address) {
  const made = document.createElement('a');
  made.href = address;
  made.textContent = text;
  return made;
}

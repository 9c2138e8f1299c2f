// Photos and files that go with the interview: kept on the device, and sent after the answers.
import { filesOf } from './outbox.js';
import { button } from './outbox_panel.js';
import * as store from './store.js';

const LARGEST = 15 * 1024 * 1024; // bytes: of what the server takes in one post, the rest is the post's own
const MOST = 10; // the server takes 20, recordings among them

// row(): the interview.
export async function showFiles(place, { row, words }) {
  const at = (name) => place.querySelector(`[data-${name}]`);
  const added = async () => filesOf((await store.piecesOf(row().instance)).filter((piece) => !piece.recorded));

  async function show() {
    at('files').replaceChildren(
      ...(await added()).map(({ name }) => {
        const line = document.createElement('li');
        line.append(name, ' ', button(words.file_remove, () => remove(name)));
        return line;
      }),
    );
  }

  async function remove(name) {
    await store.dropPieces(row().instance, (piece) => piece.file === name);
    await show();
  }

  async function add(file) {
    const names = (await added()).map(({ name }) => name);
    if (file.size > LARGEST) return words.file_large.replace('{name}', file.name);
    if (names.length >= MOST) return words.file_many;
    await store.addPiece(row(), { file: free(file.name, names), blob: file });
    return '';
  }

  at('add').addEventListener('change', async () => {
    let trouble = '';
    for (const file of at('add').files) {
      trouble = (await add(file).catch(() => words.full)) || trouble;
    }
    at('add').value = '';
    at('trouble').textContent = trouble;
    await show();
  });
  await show();
}

// Two photos of one name are two files.
function free(name, taken) {
  const dot = name.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; ; number += 1) {
    const wanted = number === 1 ? name : `${stem}-${number}${end}`;
    if (!taken.includes(wanted)) return wanted;
  }
}

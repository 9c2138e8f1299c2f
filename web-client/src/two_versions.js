// This device and the server each have answers that the other has not: a person chooses, and both stay.
import { ask } from './choice.js';

const moment = (at, language) =>
  at ? new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' }).format(at) : '–';

// Returns mine or other; row: what is here; other: what the server has.
export function choose(before, { words, language }, row, other) {
  const text = words.two_versions
    .replace('{mine}', moment(row.at, language))
    .replace('{device}', other.device || words.another_device)
    .replace('{other}', moment(other.at, language));
  return ask(before, text, { mine: words.take_mine, other: words.take_other });
}

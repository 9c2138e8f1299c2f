// How many interviews are still to be sent, in words; those that the server refuses can be taken away as files.

const count = (words, number) => words[number === 1 ? 0 : 1].replace('{n}', number);

export function showOutbox(place, words) {
  return ({ waiting, refused, state }) => {
    const said = [];
    if (waiting.length) said.push(count(words.waiting, waiting.length));
    if (waiting.length && state === 'later') said.push(words.no_connection);
    if (waiting.length && state === 'login') said.push(words.login);
    place.replaceChildren();
    place.hidden = !said.length && !refused.length;
    place.classList.toggle('trouble', Boolean(refused.length) || state === 'login');
    place.append(said.join(' '));
    if (waiting.length && state === 'login') place.append(' ', link(words.login_link, words.login_url));
    for (const entry of refused) {
      const file = link(words.take, URL.createObjectURL(new Blob([entry.xml], { type: 'text/xml' })));
      file.download = `${entry.instance}.xml`;
      const line = document.createElement('div');
      line.append(words.refused.replace('{title}', entry.title), ' ', entry.trouble, ' ', file);
      place.append(line);
    }
  };
}

function link(text, address) {
  const made = document.createElement('a');
  made.href = address;
  made.textContent = text;
  return made;
}

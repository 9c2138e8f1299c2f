// Asks a person to choose before the work goes on; the answer is the key of a button.

export function ask(before, text, answers) {
  const place = document.createElement('div');
  Object.assign(place, { className: 'message trouble', tabIndex: -1 });
  place.setAttribute('role', 'alert');
  const line = document.createElement('p');
  line.textContent = text;
  place.append(line);
  before.before(place);
  return new Promise((resolve) => {
    for (const [key, words] of Object.entries(answers)) {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', textContent: words });
      button.dataset.answer = key;
      button.addEventListener('click', () => (place.remove(), resolve(key)));
      place.append(button, ' ');
    }
    place.focus();
  });
}

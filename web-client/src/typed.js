// What is typed in a form stays when another form is sent and the part of the page that holds both is shown anew.

const OWN = 'form input:not([type=hidden], [type=file]), form textarea, form select';

const isChecked = (field) => field.matches('[type=checkbox], [type=radio]');

const isTyped = (field) => {
  if (isChecked(field)) return field.checked !== field.defaultChecked;
  if (!field.matches('select')) return field.value !== field.defaultValue;
  const options = [...field.options]; // without a choice of the page, the first one stands there
  return field.value !== (options.find((each) => each.defaultSelected) ?? options[0])?.value;
};

// The same field of the part that comes: by its form, its name, and of boxes and buttons by what they choose.
const placeOf = (field) =>
  JSON.stringify([field.form.getAttribute('action'), field.name, isChecked(field) ? field.value : '']);

export function keepTyped(body) {
  let typed = new Map();

  body.addEventListener('htmx:beforeSwap', ({ detail: { target, requestConfig } }) => {
    const sent = requestConfig.elt.closest('form');
    const fields = [...target.querySelectorAll(OWN)].filter((field) => field.form !== sent && isTyped(field));
    typed = new Map(fields.map((field) => [placeOf(field), field]));
  });

  body.addEventListener('htmx:afterSwap', () => {
    for (const field of typed.size ? body.querySelectorAll(OWN) : []) {
      const old = typed.get(placeOf(field));
      if (!old || old === field || isTyped(field)) continue;
      if (isChecked(field)) field.checked = old.checked;
      else field.value = old.value;
      const folded = field.closest('details');
      if (folded) folded.open = true;
    }
    typed = new Map();
  });
}

// What is on the screen: each visible question with its label, the heading above it and what it offers.
() => [...document.querySelectorAll('.question-container')].filter((e) => e.offsetParent !== null).map((e) => {
  const label = e.querySelector('.control-text');
  const panel = e.parentElement.closest('.p-panel');
  const box = e.querySelector('textarea, input[type=text]');
  const number = e.querySelector('[role=spinbutton], input[inputmode=decimal], input[inputmode=numeric]');
  const list = e.querySelector('.p-select, [role=combobox]');
  const kind = e.querySelector('input[type=radio]') ? 'one'
    : e.querySelector('input[type=checkbox]') ? 'several'
    : list && !number ? 'list' : number ? 'number' : box ? 'text' : 'none';
  return {
    id: e.id,
    label: (label ? label.innerText : '').replace(/^\* ?/, '').split('\n')[0].trim(),
    heading: panel ? panel.querySelector('.p-panel-header').innerText.trim() : '',
    kind,
    options: [...e.querySelectorAll('.value-option')].map((option) => option.innerText.trim()),
  };
})

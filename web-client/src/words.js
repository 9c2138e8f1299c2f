// The form engine speaks English only: its own words in Italian, put in their place wherever they appear.
const ITALIAN = {
  Send: 'Invia',
  'Condition not satisfied: required': 'Manca la risposta.',
  'Condition not satisfied: constraint': 'Risposta non valida.',
  '1 question with error.': '1 domanda da rivedere.',
  'Repeat Item': 'Elemento',
  Remove: 'Elimina',
  'Powered by': 'Realizzato con',
  'Rank items': 'Ordina',
  'change language': 'Cambia lingua',
  Close: 'Chiudi',
};
const ERRORS = /^(\d+) questions with errors\.$/;

const inItalian = (text) =>
  ITALIAN[text] ?? (ERRORS.test(text) ? text.replace(ERRORS, '$1 domande da rivedere.') : undefined);

// Watches a place and translates the engine's words there; language(): in which language the form is now.
export function translateWords(place, language) {
  const english = new WeakMap();
  const watched = { subtree: true, childList: true, characterData: true };
  const observer = new MutationObserver(() => translate());

  function translate() {
    observer.disconnect();
    const italian = language() === 'it';
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.data.trim();
      if (inItalian(text)) english.set(node, text);
      const original = english.get(node);
      if (!original || (inItalian(original) !== text && original !== text)) continue;
      const wanted = italian ? inItalian(original) : original;
      if (wanted !== text) node.data = node.data.replace(text, wanted);
    }
    for (const element of place.querySelectorAll('[aria-label]')) {
      const original = element.dataset.english ?? element.getAttribute('aria-label');
      if (!inItalian(original)) continue;
      element.dataset.english = original;
      element.setAttribute('aria-label', italian ? inItalian(original) : original);
    }
    observer.observe(place, watched);
  }

  place.addEventListener('spoken', translate);
  translate();
}

const ITALIAN_WIDGETS = {
  accept: 'Sì',
  apply: 'Applica',
  cancel: 'Annulla',
  choose: 'Scegli',
  clear: 'Cancella',
  completed: 'Completato',
  dateFormat: 'dd/mm/yy',
  dayNames: ['domenica', 'lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato'],
  dayNamesMin: ['do', 'lu', 'ma', 'me', 'gi', 've', 'sa'],
  dayNamesShort: ['dom', 'lun', 'mar', 'mer', 'gio', 'ven', 'sab'],
  emptyFilterMessage: 'Nessun risultato',
  emptyMessage: 'Nessuna voce',
  emptySearchMessage: 'Nessun risultato',
  emptySelectionMessage: 'Nessuna scelta',
  firstDayOfWeek: 1,
  monthNames: [
    'gennaio', 'febbraio', 'marzo', 'aprile', 'maggio', 'giugno',
    'luglio', 'agosto', 'settembre', 'ottobre', 'novembre', 'dicembre',
  ],
  monthNamesShort: ['gen', 'feb', 'mar', 'apr', 'mag', 'giu', 'lug', 'ago', 'set', 'ott', 'nov', 'dic'],
  nextMonth: 'Mese successivo',
  nextYear: 'Anno successivo',
  prevMonth: 'Mese precedente',
  prevYear: 'Anno precedente',
  reject: 'No',
  searchMessage: '{0} risultati',
  selectionMessage: '{0} scelte',
  today: 'Oggi',
  weekHeader: 'Sett.',
};
const ITALIAN_ARIA = { close: 'Chiudi', clear: 'Cancella', selectAll: 'Scegli tutto', removeLabel: 'Elimina' };

// Words of the widgets inside the engine, in a language; english: those that they bring.
export function widgetWords(code, english) {
  return code === 'it'
    ? { ...english, ...ITALIAN_WIDGETS, aria: { ...english.aria, ...ITALIAN_ARIA } }
    : english;
}

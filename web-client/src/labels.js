// Number fields and lists of the form engine have no label for screen readers: the words of their question are theirs.

const FIELDS = 'input, textarea, [role=combobox]';

export function labelFields(place) {
  const label = () => {
    for (const question of place.querySelectorAll('.question-container')) {
      const words = question.querySelector('.control-text label');
      if (!words) continue;
      words.id ||= `${question.id}_label`;
      for (const field of question.querySelectorAll(FIELDS)) {
        if (!field.labels?.length) field.setAttribute('aria-labelledby', words.id);
      }
    }
  };
  new MutationObserver(label).observe(place, { subtree: true, childList: true });
  label();
}

// The recording of the talk: only once it is noted that who is interviewed agrees, and how that was said.
import { Recorder, canRecord } from './recorder.js';
import * as store from './store.js';

// agreed: what was noted before, if the interview goes on; note: is called when that changes.
export function showRecorder(place, { instance, words, agreed, note }) {
  const at = (name) => place.querySelector(`[data-${name}]`);
  const recorder = new Recorder(instance, { level: (value) => (at('level').value = value) });
  if (agreed) {
    at('agree').checked = true;
    at('words').value = agreed.words;
  }

  const show = () => {
    const { state } = recorder;
    at('start').disabled = !at('agree').checked || !canRecord();
    at('start').hidden = state !== 'inactive';
    at('stop').hidden = state === 'inactive';
    at('state').textContent = canRecord() ? words[`recording_${state}`] : words.recording_impossible;
    place.classList.toggle('on', state === 'recording');
  };

  at('agree').addEventListener('change', () => {
    agreed = at('agree').checked ? { at: new Date().toISOString() } : null;
    if (!agreed) recorder.stop().then(() => store.removeAudio(instance)).then(show);
    show();
    note();
  });
  at('words').addEventListener('change', () => note());
  at('start').addEventListener('click', async () => {
    try {
      await recorder.start();
      show();
    } catch {
      at('state').textContent = words.recording_refused;
    }
  });
  at('stop').addEventListener('click', () => recorder.stop().then(show));
  show();
  return {
    consent: () => agreed && { ...agreed, words: at('words').value },
    pause: () => (recorder.pause(), show()),
    resume: () => (recorder.resume(), show()),
    stop: () => recorder.stop().then(show),
  };
}

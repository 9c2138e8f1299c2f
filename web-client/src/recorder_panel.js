// The recording of the talk: only once it is noted that who is interviewed agrees, and how that was said.
import { Recorder, canRecord } from './recorder.js';
import * as store from './store.js';

// row(): the interview; agreed: what was noted before, if it goes on; able: whether this device keeps recordings;
// note: is called when what is agreed changes.
export function showRecorder(place, { row, words, agreed, able, note }) {
  const at = (name) => place.querySelector(`[data-${name}]`);
  const possible = able && canRecord();
  const consent = () => agreed && { ...agreed, words: at('words').value };
  const recorder = new Recorder({
    keep: (file, blob) => store.addPiece(row(), { file, blob, recorded: true, agreed: consent() }),
    agreed: () => Boolean(agreed),
    level: (value) => (at('level').value = value),
    changed: () => show(),
  });
  if (agreed) {
    at('agree').checked = true;
    at('words').value = agreed.words;
  }

  function show() {
    const { state } = recorder;
    at('start').disabled = !agreed || !possible || recorder.asking;
    at('start').hidden = state !== 'inactive';
    at('stop').hidden = state === 'inactive';
    const said = recorder.full ? 'recording_full' : `recording_${state}`;
    at('state').textContent = possible ? words[said] : words.recording_impossible;
    place.classList.toggle('on', state === 'recording');
  }

  // Who no longer agrees was never recorded.
  async function withdraw() {
    await recorder.stop();
    recorder.unkept = [];
    await store.dropPieces(row().instance, (piece) => piece.recorded);
  }

  at('agree').addEventListener('change', () => {
    agreed = at('agree').checked ? { at: new Date().toISOString() } : null;
    if (!agreed) withdraw().catch(console.error);
    show();
    note();
  });
  at('words').addEventListener('change', () => note());
  at('start').addEventListener('click', () => {
    recorder.start().catch(() => (at('state').textContent = words.recording_refused));
    show();
  });
  at('stop').addEventListener('click', () => recorder.stop());
  show();
  return {
    consent,
    pause: () => recorder.pause(),
    resume: () => recorder.resume(),
    stop: () => recorder.stop(),
  };
}

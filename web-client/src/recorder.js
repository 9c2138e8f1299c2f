// Records the talk, if who is interviewed agrees: in pieces of seconds, kept on the device as they come.
import * as store from './store.js';

const PIECE = 4000; // milliseconds: what a crash may lose
const FILE = 15 * 60 * 1000; // a recording is one file for so long
const BITS = 24000; // a second: speech, 11 MB an hour
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

export class Recorder {
  // level: is called with 0–1, several times a second.
  constructor(instance, { level }) {
    this.instance = instance;
    this.level = level;
    this.writing = Promise.resolve();
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
    this.#listen();
    await this.#file();
  }

  get state() {
    return this.recorder?.state ?? 'inactive';
  }

  pause() {
    if (this.state === 'recording') this.recorder.pause();
  }

  resume() {
    if (this.state === 'paused') this.recorder.resume();
  }

  async stop() {
    clearTimeout(this.turn);
    clearInterval(this.meter);
    await this.#end();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    await this.context?.close();
    this.stream = this.context = null;
    this.level(0);
  }

  async #file() {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const file = Date.now();
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS });
    this.recorder.ondataavailable = ({ data }) => {
      if (!data.size) return;
      this.writing = this.writing.then(() => store.put('audio', { instance: this.instance, file, blob: data }));
    };
    this.recorder.start(PIECE);
    this.turn = setTimeout(async () => {
      const paused = this.state === 'paused';
      await this.#end();
      await this.#file();
      if (paused) this.pause();
    }, FILE);
  }

  async #end() {
    if (this.state === 'inactive') return;
    const ended = new Promise((resolve) => {
      this.recorder.onstop = resolve;
    });
    this.recorder.stop();
    await ended;
    await this.writing;
  }

  #listen() {
    this.context = new AudioContext();
    const meter = this.context.createAnalyser();
    this.context.createMediaStreamSource(this.stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    this.meter = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      const loud = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      this.level(this.state === 'recording' ? Math.min(1, 4 * loud) : 0);
    }, 150);
  }
}

// What was recorded of an interview, one file for each time that recording was begun.
export async function recordings(instance) {
  const files = new Map();
  for (const { file, blob } of await store.audioOf(instance)) {
    files.set(file, [...(files.get(file) ?? []), blob]);
  }
  return [...files.values()].map((blobs, number) => {
    const type = blobs[0].type.split(';')[0];
    return { name: `talk-${number + 1}.${type.split('/')[1]}`, blob: new Blob(blobs, { type }) };
  });
}

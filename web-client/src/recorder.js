// Records the talk, if who is interviewed agrees: in pieces of seconds, kept on the device as they come.

const PIECE = 4000; // milliseconds: what a crash may lose
const FILE = 15 * 60 * 1000; // a recording is one file for so long
const BITS = 24000; // a second: speech, 11 MB an hour
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

function nameOf(type) {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
  return `talk-${moment}.${type.split(';')[0].split('/')[1]}`;
}

export class Recorder {
  // keep(file, blob) keeps a piece; agreed(): whether they agree now; level: is called with 0–1, several times a
  // second; changed: when it begins, ends or fails.
  constructor({ keep, agreed, level, changed }) {
    Object.assign(this, { keep, agreed, level, changed, unkept: [], full: false, writing: Promise.resolve() });
  }

  get state() {
    return this.recorder?.state ?? 'inactive';
  }

  // Begins, unless it has begun, or they no longer agree once the browser gives the microphone.
  async start() {
    if (this.stream || this.asking) return;
    this.asking = this.wanted = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
      this.stream = stream;
      if (!this.wanted || !this.agreed()) return await this.stop();
      for (const track of stream.getTracks()) track.onended = () => this.stop();
      this.#listen();
      this.#file();
    } finally {
      this.asking = false;
      this.changed();
    }
  }

  pause() {
    if (this.state === 'recording') this.recorder.pause();
    this.changed();
  }

  resume() {
    if (this.state === 'paused') this.recorder.resume();
    this.changed();
  }

  // Whatever fails, the microphone is off afterwards.
  async stop() {
    this.wanted = false;
    clearTimeout(this.turn);
    clearInterval(this.meter);
    const { stream, context } = this;
    this.stream = this.context = null;
    try {
      await this.#end();
      await this.#write();
    } finally {
      for (const track of stream?.getTracks() ?? []) track.stop();
      await context?.close();
      this.level(0);
      this.changed();
    }
  }

  #file() {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS });
    const file = nameOf(recorder.mimeType);
    recorder.ondataavailable = ({ data }) => {
      if (data.size) this.unkept.push({ file, blob: data });
      this.#write();
    };
    recorder.onerror = () => this.stop();
    recorder.start(PIECE);
    this.recorder = recorder;
    this.turn = setTimeout(async () => {
      const paused = this.state === 'paused';
      await this.#end();
      if (!this.stream) return;
      this.#file();
      if (paused) this.pause();
    }, FILE);
  }

  // Pieces that cannot be kept now wait for the next one; full: whether some do.
  #write() {
    this.writing = this.writing.then(async () => {
      try {
        for (; this.unkept.length; this.unkept.shift()) await this.keep(this.unkept[0].file, this.unkept[0].blob);
      } catch (error) {
        console.error(error);
      }
      const before = this.full;
      this.full = this.unkept.length > 0;
      if (this.full !== before) this.changed();
    });
    return this.writing;
  }

  async #end() {
    if (this.state === 'inactive') return;
    const ended = new Promise((resolve) => this.recorder.addEventListener('stop', resolve, { once: true }));
    this.recorder.stop();
    await ended;
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

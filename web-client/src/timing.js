// How long each question takes, as the log of ODK Collect tells it (audit.csv).
// A question lasts from the last answer before it until its own last answer: it is read out before it is answered.

const HEADER = 'event,node,start,end';
const LONGEST = 5 * 60 * 1000; // of a pause that still belongs to a question

export class Timing {
  constructor(lines = []) {
    this.lines = lines;
    this.from = Date.now();
    this.node = null;
    this.until = this.from;
  }

  // Somebody answers a question now; node: its path.
  answered(node) {
    const now = Date.now();
    if (now - this.until > LONGEST) this.#close(this.until), (this.from = now);
    else if (node !== this.node) this.#close(this.until);
    this.node = node;
    this.until = now;
  }

  // The talk stands still.
  pause() {
    this.#close(this.until);
    this.node = null;
  }

  // It goes on: the next question is read out from now on. Whoever answers without this went on before.
  resume() {
    this.from = this.until = Date.now();
  }

  #close(end) {
    if (this.node && end > this.from) this.lines.push(['question', this.node, this.from, end]);
    this.from = end;
    this.node = null;
  }

  all() {
    const open = this.node && this.until > this.from ? [['question', this.node, this.from, this.until]] : [];
    return [...this.lines, ...open];
  }

  csv() {
    return [HEADER, ...this.all().map((line) => line.join(','))].join('\n') + '\n';
  }
}

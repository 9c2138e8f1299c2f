// Does something again until it is done: at once when there is a connection or somebody looks, else ever more seldom.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;

export class Retry {
  // act() returns whether it must be done again; one runs at a time.
  constructor(act) {
    Object.assign(this, { act, wait: FIRST_WAIT, timer: null, stopped: false, queued: null, last: Promise.resolve() });
    window.addEventListener('online', () => this.now());
    document.addEventListener('visibilitychange', () => document.hidden || this.timer === null || this.now());
  }

  // Within some milliseconds, unless it is due already.
  within(milliseconds) {
    if (!this.stopped) this.timer ??= setTimeout(() => this.now(), milliseconds);
  }

  // At once, or as soon as what runs is over; resolves when it was tried.
  now() {
    clearTimeout(this.timer);
    this.timer = null;
    this.queued ??= this.last = this.last.then(() => {
      this.queued = null;
      return this.#run();
    });
    return this.queued;
  }

  async #run() {
    if (this.stopped) return;
    const again = await this.act().catch((error) => (console.error(error), true));
    if (again) this.within(this.wait);
    this.wait = again ? Math.min(2 * this.wait, LONGEST_WAIT) : FIRST_WAIT;
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}

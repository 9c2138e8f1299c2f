// Minutes of the talk so far, against what it should take: it runs from the first answer, and stands in a pause.

const MINUTE = 60000;

export class Clock {
  constructor(place, { most, spent = 0 }) {
    Object.assign(this, { place, most, spent, since: null });
    setInterval(() => this.show(), 1000);
    this.show();
  }

  get running() {
    return this.since !== null;
  }

  get milliseconds() {
    return this.spent + (this.running ? Date.now() - this.since : 0);
  }

  start() {
    this.since ??= Date.now();
  }

  pause() {
    this.spent = this.milliseconds;
    this.since = null;
  }

  show() {
    const minutes = Math.floor(this.milliseconds / MINUTE);
    this.place.querySelector('b').textContent = minutes;
    this.place.querySelector('progress').value = this.milliseconds / MINUTE;
    this.place.classList.toggle('late', minutes >= this.most);
  }
}

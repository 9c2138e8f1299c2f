// Tabs of one browser: one at a time fills an interview, another can take it over, and all stop when one logs out.
// Over plain http browsers have no locks: there, what two tabs fill is told apart when it is kept (draft.js).

const GRACE = 2000; // milliseconds that the other tab has to hand over
const EVERY = '*';
const channel = globalThis.BroadcastChannel && new BroadcastChannel('tramite');
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Does something that two tabs must not do at the same time.
export const inTurn = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

// Holds an interview for this tab until it closes, or handOver was called because another tab wants it.
// Resolves to false if another tab has it.
export function hold(instance, handOver, options = { ifAvailable: true }) {
  return new Promise((resolve) => {
    const held = (release) => {
      const stop = async () => {
        await handOver();
        release();
      };
      channel?.addEventListener('message', ({ data }) => [instance, EVERY].includes(data) && stop());
      resolve(true);
    };
    if (!navigator.locks) return held(() => {});
    const request = navigator.locks.request(`tramite-talk ${instance}`, options, (lock) =>
      lock ? new Promise(held) : resolve(false),
    );
    request.catch(handOver); // stolen: this tab did not answer in time
  });
}

export async function takeOver(instance, handOver) {
  channel?.postMessage(instance);
  for (let waited = 0; waited < GRACE; waited += 100) {
    if (await hold(instance, handOver)) return;
    await pause(100);
  }
  await hold(instance, handOver, { steal: true });
}

// All other tabs keep what is filled, and stop.
export async function stopOthers() {
  channel?.postMessage(EVERY);
  await pause(300);
}

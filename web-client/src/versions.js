// Which of two versions of an interview holds what the other holds. No clock decides: devices disagree on the time.
//
// revision: how often the server took a save. writer, turn: which page filled it last, and how often it had been
// changed by then. writers: all pages that a version has something of, each with the last turn.

// A page that fills an interview is a writer of its own.
const ME = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(36)).join('');

// Whether a version has all that was filled in by the last turn of another.
export const holds = (version, { writer, turn }) => Boolean(writer) && (version.writers[writer] ?? -1) >= turn;

// Whether what is on this device goes on from what the server has.
export const goesOnFrom = (row, server) => server.revision <= row.revision || holds(row, server);

// Whether the server has all that is on this device.
export const isIn = (server, row) =>
  (!row.dirty && server.revision >= row.revision) || (server.writer === row.writer && server.turn >= row.turn);

// Notes in a row that this page changed it.
export function written(row) {
  const turn = row.turn + 1;
  const writers = { ...row.writers, [ME]: turn };
  Object.assign(row, { turn, writers, writer: ME, dirty: true, at: Date.now() });
}

// What goes into a row that is to take the place of another version.
export const overriding = (row, { revision, writer, turn }) => ({
  revision,
  over: true,
  dirty: true,
  writers: writer ? { ...row.writers, [writer]: turn } : row.writers,
});

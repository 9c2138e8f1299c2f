// The stores as they are, and what an earlier version of this page left on the device.

export function upgrade(request, from) {
  const { result: database, transaction } = request;
  database.createObjectStore('interviews', { keyPath: 'instance' });
  const pieces = database.createObjectStore('pieces', { keyPath: 'id', autoIncrement: true });
  pieces.createIndex('instance', 'instance');
  if (from === 1) bringOver(database, transaction);
}

// Version 1 had a store for drafts, one for what is to be sent, one for parts of recordings.
function bringOver(database, transaction) {
  const [rows, pieces] = ['interviews', 'pieces'].map((name) => transaction.objectStore(name));
  const each = (name, act, then) => {
    transaction.objectStore(name).getAll().onsuccess = ({ target }) => {
      target.result.forEach(act);
      database.deleteObjectStore(name);
      then?.();
    };
  };
  const draft = ({ audit, spent, recording, language, ...row }) =>
    rows.put({ ...row, state: 'open', turn: 0, writers: {}, beside: { audit, spent, recording, language }, urls: {} });
  const sent = ({ files, fields, url, sessionUrl, ...row }) => {
    const base = url.replace(/submission$/, '');
    const urls = { session: sessionUrl, submit: url, files: `${base}talk/${row.instance}/files` };
    rows.put({ ...row, state: 'finished', agreed: fields.recording ? JSON.parse(fields.recording) : null, urls });
    for (const { name, blob } of files) pieces.put({ instance: row.instance, file: name, blob, at: row.at });
  };
  const part = ({ instance, file, blob }) =>
    pieces.put({ instance, file: `talk-${file}.webm`, blob, recorded: true, at: file });
  each('audio', part, () => each('drafts', draft, () => each('outbox', sent)));
}

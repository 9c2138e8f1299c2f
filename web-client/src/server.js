// One way to ask the server, and one reading of what came of it:
//   done       it says so, in its own words (body)
//   later      no connection, busy, starting again, or a proxy answered in its place: ask again
//   login      nobody, or somebody else, is logged in: ask again
//   gone, conflict, large, refused     not as it is (status, words, body)

const PATIENCE = 120000; // milliseconds for one answer
const BUSY = [408, 425, 429];
const NAMED = { 401: 'login', 404: 'gone', 409: 'conflict', 410: 'gone', 413: 'large' };

async function ask(url, options) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { redirect: 'manual', cache: 'no-store', signal, ...options });
    if (answer.type === 'opaqueredirect') return { came: 'login' };
    if (answer.ok) return { came: 'done', body: await answer.json() };
    const { status } = answer;
    if (status >= 500 || BUSY.includes(status)) return { came: 'later' };
    return { came: NAMED[status] ?? 'refused', status, ...(await told(answer)) };
  } catch {
    return { came: 'later' };
  }
}

async function told(answer) {
  const kind = answer.headers.get('content-type') ?? '';
  if (kind.startsWith('application/json')) return { words: '', body: await answer.json() };
  const words = kind.startsWith('text/plain') ? (await answer.text()).slice(0, 500) : '';
  return { words: words || String(answer.status) };
}

export class Server {
  // Everything that is sent is this user's: under another's log-in nothing goes out.
  constructor(user, sessionUrl) {
    Object.assign(this, { user, sessionUrl });
  }

  // Who is logged in, the token for what is sent, and which interviews the server holds as begun.
  async session() {
    const answer = await ask(this.sessionUrl);
    return answer.came === 'done' && answer.body.user !== this.user ? { came: 'login' } : answer;
  }

  // fields: values by name; a value with a blob goes as a file. A token that is out of date is asked for again.
  async post(url, fields) {
    let answer;
    for (let tries = 0; tries < 2; tries += 1) {
      const session = await this.session();
      if (session.came !== 'done') return session;
      const headers = { 'X-CSRFToken': session.body.token };
      answer = await ask(url, { method: 'POST', body: formData(fields), headers });
      if (answer.status !== 403) break;
    }
    return answer;
  }
}

function formData(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) data.append(name, value, name === 'xml_submission_file' ? 'submission.xml' : name);
    else data.append(name, value);
  }
  return data;
}

"""A small server for the modules of the interview page: their sources, and answers that a test decides."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

SOURCES: Final = Path(__file__).parents[2] / "web-client" / "src"
USER: Final = 7
LOST: Final = "lost"  # what came is taken, and the answer never arrives
# What the page of an interview hands to the modules.
PAGE: Final = """<!doctype html><title>P001</title><main id="main"></main><script>
window.config = (more = {}) => ({
  instance: 'i1', user: 7, who: 'Ida', study: 's', draft: { body: '', revision: 0 },
  urls: { session: '/session', draft: '/draft', aside: '/aside', submit: '/submit', files: '/files' }, ...more,
});
window.form = { body: '<a/>', filled: async () => window.form.body };
window.told = [];
window.beginDraft = async (row) => {
  const { Draft } = await import('/draft.js');
  return new Draft(row, { form: window.form, beside: () => ({}), tell: (key) => window.told.push(key) });
};
window.until = async (holds) => {
  for (let waited = 0; waited < 4000; waited += 20) {
    const found = await holds();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within 4 seconds: ${holds}; told ${window.told}`);
};
</script>"""


class InterviewServer(ThreadingHTTPServer):
    """Keeps one draft as the server does (``actions/drafts.py``), and what else is sent.

    Attributes:
        answers: by path what comes next, in place of success: a status, or ``LOST``. posts: path and fields of all
            that came. busy: most requests to the draft at one time.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.begin()

    def begin(self) -> None:
        """Forget all."""
        self.user, self.begun, self.token = USER, ["i1"], "t1"
        self.answers: defaultdict[str, list[int | str]] = defaultdict(list)
        self.posts: list[tuple[str, dict[str, str]]] = []
        self.draft: dict[str, Any] = {"body": "", "revision": 0, "writer": "", "turn": 0, "beside": {}}
        self.aside: list[str] = []
        self.inside = self.busy = 0

    def fields_of(self, path: str) -> list[dict[str, str]]:
        """Return the fields of all posts to an address."""
        return [fields for to, fields in self.posts if to == path]

    def save(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Keep a draft by the rule of the server."""
        held = self.draft
        if (held["writer"], str(held["turn"])) == (fields["writer"], fields["turn"]):
            return 200, {"revision": held["revision"]}
        if str(held["revision"]) != fields["revision"]:
            return 409, held
        if fields["over"]:
            self.aside.append(held["body"])
        self.draft = {
            "body": fields["body"], "revision": held["revision"] + 1, "writer": fields["writer"],
            "turn": int(fields["turn"]), "beside": json.loads(fields["beside"]), "device": fields["device"],
            "at": 1,
        }  # fmt: skip
        return 200, {"revision": self.draft["revision"]}


class _Handler(SimpleHTTPRequestHandler):
    server: InterviewServer
    protocol_version = "HTTP/1.0"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(SOURCES))

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        """Give the page, its modules, or who is logged in."""
        if self.path == "/":
            self._say(200, PAGE, "text/html; charset=utf-8")
        elif self.path == "/session":
            self._answer(200, {"user": self.server.user, "token": self.server.token, "begun": self.server.begun})
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Take what is sent, and answer as the test wants."""
        server, path = self.server, self.path
        fields = self._fields()
        if self.headers["X-CSRFToken"] != server.token:
            self._say(403, "CSRF", "text/html")
            return
        wanted = server.answers[path].pop(0) if server.answers[path] else 0
        if isinstance(wanted, int) and wanted:
            self._answer(wanted, {})
            return
        server.posts.append((path, fields))
        server.inside += path == "/draft"
        server.busy = max(server.busy, server.inside)
        status, told = server.save(fields) if path == "/draft" else (201, {"revision": 1})
        if path == "/aside":
            server.aside.append(fields["body"])
        server.inside -= path == "/draft"
        if wanted != LOST:
            self._answer(status, told)

    def _fields(self) -> dict[str, str]:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts: Any = BytesParser().parsebytes(head + content).get_payload()
        found: dict[str, str] = {}
        for part in parts:
            name = part.get_param("name", header="content-disposition")
            found[name] = part.get_payload(decode=True).decode("utf-8", "replace")
        return found

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        if status == 302:
            self.send_response(302)
            self.send_header("Location", "/login")
            self.end_headers()
        elif status < 300 or status == 409:
            self._say(status, json.dumps(told), "application/json")
        else:
            self._say(status, f"because of {status}", "text/plain; charset=utf-8")

    def _say(self, status: int, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served() -> Iterator[InterviewServer]:
    """Run the server while a test module needs it."""
    server = InterviewServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

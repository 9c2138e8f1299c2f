"""The modules of the interview page, in a browser with its own store, against a server that fails in every way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.test_dossier_in_browser import FLAGS
from tests.web.interview_server import LOST, InterviewServer, served

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
# What this device has of i1: filled in after the save of revision 5, by a page that is gone.
HELD = """{ ...window.config(), title: 'P001', state: 'open', body: '<mine/>', beside: {}, at: 0, dirty: true,
  revision: 5, writer: 'w', turn: 3, writers: { w: 3 } }"""
# Finished, with a recording and a photo.
FINISHED = """async () => {
  const store = await import('/store.js');
  const agreed = { at: '', words: 'yes' };
  const row = { ...window.config(), title: 'P001', state: 'finished', xml: '<sent/>', agreed };
  await store.edit('i1', () => row, [
    { file: 'talk.webm', blob: new Blob(['one ']), recorded: true, at: Date.now() },
    { file: 'talk.webm', blob: new Blob(['two']), recorded: true, at: Date.now() },
    { file: 'photo.jpg', blob: new Blob(['photo']), at: Date.now() },
  ]);
}"""
OUTBOX = """async () => {
  const { Outbox } = await import('/outbox.js');
  window.outbox = new Outbox({ user: 7, tell: (held) => { window.held = held; } });
  return window.outbox.sendAll();
}"""

LEAVE = """async (answer) => {
  const { leave } = await import('/leaving.js');
  const asked = [];
  const confirm = (text) => (asked.push(text), answer);
  const left = await leave({ user: 7, words: { unsent: '{n} lost' }, confirm });
  return [left, asked];
}"""


@pytest.fixture(scope="module")
def server() -> Iterator[InterviewServer]:
    """Run the server of the modules."""
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open one browser for all tests."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is not installed: run «make system» as root, or install Debian's package chromium.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *MICROPHONE])
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, server: InterviewServer) -> Iterator[BrowserContext]:
    """Return a device on which nothing is kept."""
    server.begin()
    made = browser.new_context()
    made.set_default_timeout(20_000)
    yield made
    made.close()


def tab(context: BrowserContext, server: InterviewServer) -> Page:
    opened = context.new_page()
    opened.goto(f"http://127.0.0.1:{server.server_port}/")
    return opened


@pytest.fixture
def page(context: BrowserContext, server: InterviewServer) -> Page:
    """Return a page that has the modules at hand."""
    return tab(context, server)


def keep(page: Page, row: str) -> None:
    page.evaluate(f"async () => {{ await (await import('/store.js')).edit('i1', () => ({row})); }}")


def opened(page: Page, draft: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        f"async () => (await import('/draft.js')).opened(window.config({{ draft: {draft} }}))"
    )
    return found


def device(page: Page) -> dict[str, Any]:
    """Return what the device has of i1."""
    found: dict[str, Any] = page.evaluate(
        """async () => {
          const store = await import('/store.js');
          return { row: await store.get('i1'), files: (await store.piecesOf('i1')).map((piece) => piece.file) };
        }"""
    )
    return found


# Drafts


def test_two_versions_are_told_apart_by_what_went_into_them_and_never_by_a_clock(page: Page) -> None:
    later = 4102444800000
    keep(page, HELD)  # a clock that stands in 1970
    mine = opened(page, f"{{ body: '<server/>', revision: 5, writer: 'x', turn: 1, at: {later} }}")
    assert (mine["row"]["body"], "server" in mine) == ("<mine/>", False)
    both = opened(page, "{ body: '<server/>', revision: 9, writer: 'x', turn: 1, at: 1 }")
    assert (both["row"]["body"], both["server"]["body"]) == ("<mine/>", "<server/>")
    # the server took a save of this device, and its answer was lost; or took all
    behind = opened(page, "{ body: '<older/>', revision: 6, writer: 'w', turn: 2 }")
    assert (behind["row"]["body"], behind["row"]["revision"], "server" in behind) == ("<mine/>", 6, False)
    assert opened(page, "{ body: '<same/>', revision: 6, writer: 'w', turn: 3 }")["row"]["body"] == "<same/>"
    keep(page, HELD.replace("dirty: true", "dirty: false"))
    assert opened(page, "{ body: '<kept page/>', revision: 4 }")["row"]["body"] == "<mine/>"
    assert opened(page, "{ body: '<server/>', revision: 6 }")["row"]["body"] == "<server/>"


@pytest.mark.parametrize("chosen", ["mine", "other"])
def test_of_two_versions_a_person_chooses_one_and_the_other_stays(
    page: Page, server: InterviewServer, chosen: str
) -> None:
    server.draft |= {"body": "<other/>", "revision": 9, "writer": "x", "turn": 4}
    keep(page, HELD)
    choose = "draft.takeMine()" if chosen == "mine" else "draft.takeOther()"
    page.evaluate(
        f"""async () => {{
          window.form.body = '<mine/>';
          const draft = await window.beginDraft({HELD});
          await window.until(() => window.told.includes('elsewhere'));
          await {choose};
        }}"""
    )
    row = device(page)["row"]
    if chosen == "mine":
        assert (server.draft["body"], server.draft["revision"], server.aside) == ("<mine/>", 10, ["<other/>"])
        assert (row["body"], row["dirty"]) == ("<mine/>", False)
    else:
        assert (server.draft["body"], server.aside) == ("<other/>", ["<mine/>"])
        assert (row["body"], row["revision"], row["dirty"]) == ("<other/>", 9, False)


def test_what_cannot_be_set_aside_now_is_not_given_up(page: Page, server: InterviewServer) -> None:
    server.draft |= {"body": "<other/>", "revision": 9, "writer": "x", "turn": 4}
    server.answers["/aside"] = [503]
    keep(page, HELD)
    taken = page.evaluate(
        f"""async () => {{
          window.form.body = '<mine/>';
          const draft = await window.beginDraft({HELD});
          await window.until(() => window.told.includes('elsewhere'));
          return draft.takeOther();
        }}"""
    )
    assert (taken, device(page)["row"]["body"]) == (False, "<mine/>")


def test_what_waits_is_sent_without_a_touch_and_tried_again_when_the_server_or_the_login_is_back(
    page: Page, server: InterviewServer
) -> None:
    server.draft |= {"revision": 5}
    server.answers["/draft"] = [503]
    keep(page, HELD)
    page.evaluate(f"window.beginDraft({HELD})")
    page.evaluate("window.until(() => window.told.includes('server'))")
    server.user = 8  # somebody else is logged in
    page.evaluate("window.told.length = 0; window.beginDraft({ ...window.config(), instance: 'i2', state: 'open', "
                  "body: '', beside: {}, revision: 6, turn: 0, writers: {} }).then((draft) => { window.d = draft; "
                  "return draft.keep(true).then(() => draft.retry.now()); })")  # fmt: skip
    assert page.evaluate("window.told.at(-1)") == "login"
    server.user = 7
    page.evaluate("window.dispatchEvent(new Event('online')); window.until(() => window.told.at(-1) === 'server')")
    assert (server.draft["revision"], len(server.fields_of("/draft"))) == (7, 2)


def test_a_save_whose_answer_is_lost_is_no_other_version_and_saves_do_not_overlap(
    page: Page, server: InterviewServer
) -> None:
    server.answers["/draft"] = [LOST, LOST]
    page.evaluate(
        """async () => {
          const { row } = await (await import('/draft.js')).opened(window.config());
          const draft = await window.beginDraft(row);
          for (const body of ['<a/>', '<b/>', '<c/>']) {
            window.form.body = body;
            await draft.keep();
            await Promise.all([draft.retry.now(), draft.retry.now()]);
          }
        }"""
    )
    assert (server.draft["body"], server.busy) == ("<c/>", 1)
    assert page.evaluate("window.told.includes('elsewhere')") is False
    assert device(page)["row"]["dirty"] is False


def test_a_device_that_keeps_nothing_saves_on_the_server_and_says_so(
    context: BrowserContext, server: InterviewServer
) -> None:
    context.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };")
    page = tab(context, server)
    page.evaluate(
        """async () => {
          const { row } = await (await import('/draft.js')).opened(window.config());
          const draft = await window.beginDraft(row);
          await draft.keep(true);
          await draft.retry.now();
        }"""
    )
    assert server.draft["body"] == "<a/>"
    assert page.evaluate("window.told") == ["nowhere", "unkept"]


def test_no_room_left_on_the_device_ends_neither_keeping_nor_saving(page: Page, server: InterviewServer) -> None:
    page.evaluate(
        """async () => {
          const { row } = await (await import('/draft.js')).opened(window.config());
          const draft = await window.beginDraft(row);
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
          await draft.keep(true);
          await draft.retry.now();
          IDBObjectStore.prototype.put = put;
          window.form.body = '<b/>';
          await draft.keep();
          await draft.retry.now();
        }"""
    )
    assert (server.draft["body"], device(page)["row"]["body"]) == ("<b/>", "<b/>")
    assert page.evaluate("window.told") == ["nowhere", "unkept", "kept", "server"]


def test_what_is_finished_is_not_filled_in_again(page: Page) -> None:
    page.evaluate(FINISHED)
    assert opened(page, "{ body: '<old/>', revision: 3 }")["row"]["state"] == "finished"
    page.evaluate(f"window.beginDraft({HELD}).then((draft) => draft.keep(true))")
    assert (device(page)["row"]["xml"], page.evaluate("window.told")) == ("<sent/>", ["stopped"])


# Tabs


def test_a_second_tab_takes_over_what_the_first_has_kept(
    page: Page, context: BrowserContext, server: InterviewServer
) -> None:
    page.evaluate(
        """async () => {
          const { row } = await (await import('/draft.js')).opened(window.config());
          window.draft = await window.beginDraft(row);
          const handOver = async () => { await window.draft.keep(true); window.draft.close(); };
          return (await import('/tabs.js')).hold('i1', handOver);
        }"""
    )
    second = tab(context, server)
    assert second.evaluate("import('/tabs.js').then(({ hold }) => hold('i1', () => {}))") is False
    page.evaluate("window.form.body = '<typed last/>'")
    second.evaluate("import('/tabs.js').then(({ takeOver }) => takeOver('i1', () => {}))")
    assert opened(second, "{ body: '', revision: 0 }")["row"]["body"] == "<typed last/>"
    assert page.evaluate("window.draft.closed") is True


def test_without_locks_two_tabs_do_not_write_over_each_other(
    context: BrowserContext, server: InterviewServer
) -> None:
    context.add_init_script("delete Navigator.prototype.locks; delete globalThis.caches;")
    first, second = tab(context, server), tab(context, server)
    for number, each in enumerate((first, second)):
        each.evaluate(
            """async (body) => {
              const { row } = await (await import('/draft.js')).opened(window.config());
              window.draft = await window.beginDraft(row);
              window.form.body = body;
            }""",
            f"<tab{number}/>",
        )
    first.evaluate("window.draft.keep()")
    second.evaluate("window.draft.keep()")
    assert device(first)["row"]["body"] == "<tab0/>"
    first.evaluate("window.draft.retry.now()")
    second.evaluate("window.draft.retry.now()")
    assert (server.draft["body"], second.evaluate("window.told.at(-1)")) == ("<tab0/>", "elsewhere")


# Sending


def test_answers_go_alone_then_files_one_by_one_and_nothing_stays(page: Page, server: InterviewServer) -> None:
    page.evaluate(FINISHED)
    assert page.evaluate(OUTBOX) == "done"
    assert [path for path, _ in server.posts] == ["/submit", "/files", "/files"]
    assert server.posts[0][1] == {
        "xml_submission_file": "<sent/>",
        "recording": '{"at":"","words":"yes"}',
        "seen": '{"revision":0,"writers":{}}',
    }
    assert [fields.get("talk.webm") or fields.get("photo.jpg") for fields in server.fields_of("/files")] == [
        "one two",
        "photo",
    ]
    assert device(page) == {"row": None, "files": []}


def test_a_file_that_is_too_large_stops_nothing_is_told_and_can_be_sent_later(
    page: Page, server: InterviewServer
) -> None:
    server.answers["/files"] = [413]
    page.evaluate(FINISHED)
    page.evaluate(OUTBOX)
    assert [path for path, _ in server.posts] == ["/submit", "/files"]
    held = device(page)
    assert (held["row"]["state"], held["row"]["failed"]) == ("received", {"talk.webm": "because of 413"})
    assert held["files"] == ["talk.webm", "talk.webm"]
    assert page.evaluate("[window.held.waiting.length, window.held.stuck.length]") == [0, 1]
    page.evaluate("window.outbox.sendAll()")
    assert len(server.posts) == 2  # not again and again
    page.evaluate("window.outbox.again('i1')")
    assert device(page) == {"row": None, "files": []}
    assert [path for path, _ in server.posts] == ["/submit", "/files", "/files"]


def test_answers_that_are_refused_stay_with_the_reason_until_a_person_tries_again(
    page: Page, server: InterviewServer
) -> None:
    server.answers["/submit"] = [400]
    page.evaluate(FINISHED)
    page.evaluate(OUTBOX)
    assert (device(page)["row"]["trouble"], server.posts) == ("because of 400", [])
    assert page.evaluate("window.outbox.again('i1')") == "done"
    assert device(page) == {"row": None, "files": []}


def test_the_buttons_beside_what_is_refused_try_again_save_and_delete(page: Page, server: InterviewServer) -> None:
    server.answers["/submit"] = [400, 400]
    page.evaluate(FINISHED)
    words = (
        "{ waiting: ['one', '{n}'], refused: '{title} refused:', again: 'Again', take: 'Save', remove: 'Delete', "
        "remove_sure: 'Sure?' }"
    )
    page.evaluate(
        f"""async () => {{
          const {{ Outbox }} = await import('/outbox.js');
          const {{ showOutbox }} = await import('/outbox_panel.js');
          const tell = showOutbox(document.getElementById('main'), {words}, () => window.outbox);
          window.outbox = new Outbox({{ user: 7, tell }});
          await window.outbox.sendAll();
        }}"""
    )
    assert page.inner_text("#main p") == "P001 refused: because of 400 Again Save Delete"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save").click()
    assert saved.value.suggested_filename in ("i1.xml", "talk.webm", "photo.jpg")
    page.get_by_role("button", name="Again").click()
    page.wait_for_function("document.querySelectorAll('#main p').length === 1")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    page.wait_for_function("document.querySelectorAll('#main p').length === 0")
    assert device(page) == {"row": None, "files": []}


@pytest.mark.parametrize("answer", [503, 429, LOST, 302])
def test_a_server_that_starts_again_or_a_lost_login_is_asked_again_by_itself(
    page: Page, server: InterviewServer, answer: int | str
) -> None:
    server.answers["/submit"] = [answer]
    page.evaluate(FINISHED)
    assert page.evaluate(OUTBOX) == ("login" if answer == 302 else "later")
    assert device(page)["row"]["state"] == "finished"
    page.evaluate("import('/store.js').then(({ get }) => window.until(async () => !(await get('i1'))))")
    assert set(server.posts[-1][1]) == {"recording", "photo.jpg"}


def test_a_token_that_is_out_of_date_is_asked_for_again(page: Page, server: InterviewServer) -> None:
    page.evaluate(FINISHED)
    stale = [{"user": 7, "token": "of an earlier log-in"}]
    page.route("**/session", lambda route: route.fulfill(json=stale.pop()) if stale else route.continue_())
    assert page.evaluate(OUTBOX) == "done"


def test_nothing_goes_out_under_the_log_in_of_somebody_else(page: Page, server: InterviewServer) -> None:
    server.user = 8
    page.evaluate(FINISHED)
    assert page.evaluate(OUTBOX) == "login"
    assert server.posts == []


def test_it_works_over_plain_http_where_browsers_have_no_locks_and_no_caches(
    context: BrowserContext, server: InterviewServer
) -> None:
    context.add_init_script(
        "delete Navigator.prototype.locks; delete globalThis.caches; delete Navigator.prototype.serviceWorker;"
    )
    page = tab(context, server)
    page.evaluate(FINISHED)
    assert page.evaluate(LEAVE, False) == [True, []]
    assert device(page) == {"row": None, "files": []}


def test_a_store_that_fails_once_is_asked_again(context: BrowserContext, server: InterviewServer) -> None:
    context.add_init_script(
        """const real = IDBFactory.prototype.open;
        let failing = 2;
        IDBFactory.prototype.open = function (...what) {
          if (failing-- > 0) throw new DOMException('busy', 'UnknownError');
          return real.apply(this, what);
        };"""
    )
    page = tab(context, server)
    assert page.evaluate("async () => (await import('/store.js')).works()") is True
    keep(page, HELD)
    assert device(page)["row"]["body"] == "<mine/>"


def test_a_browser_without_a_store_says_so_at_once(context: BrowserContext, server: InterviewServer) -> None:
    context.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { value: undefined })")
    assert tab(context, server).evaluate("async () => (await import('/store.js')).works()") is False


# Leaving


def test_logging_out_asks_before_a_recording_is_lost_and_leaves_what_is_of_others(
    page: Page, server: InterviewServer
) -> None:
    keep(page, HELD.replace("dirty: true", "dirty: false"))
    page.evaluate(
        """async () => {
          const store = await import('/store.js');
          await store.addPiece({ instance: 'i1' }, { file: 'talk.webm', blob: new Blob(['x']), recorded: true });
          await store.addPiece({ ...window.config(), instance: 'i9', user: 9, state: 'open', title: 'Q' },
            { file: 'talk.webm', blob: new Blob(['y']), recorded: true });
        }"""
    )
    assert page.evaluate(LEAVE, False) == [False, ["1 lost\nP001"]]
    assert device(page)["files"] == ["talk.webm"]
    assert page.evaluate(LEAVE, True)[0] is True
    assert device(page) == {"row": None, "files": []}
    left = page.evaluate("import('/store.js').then((store) => store.pieces())")
    assert [piece["instance"] for piece in left] == ["i9"]


def test_logging_out_sends_drafts_and_what_is_finished_before_it_asks(page: Page, server: InterviewServer) -> None:
    server.draft |= {"revision": 5}
    keep(page, HELD)
    assert page.evaluate(LEAVE, False) == [True, []]
    assert server.draft["body"] == "<mine/>"
    page.evaluate(FINISHED)
    server.answers["/submit"] = [503]
    assert page.evaluate(LEAVE, False) == [False, ["1 lost\nP001"]]


def test_another_tab_keeps_nothing_once_one_has_logged_out(
    page: Page, context: BrowserContext, server: InterviewServer
) -> None:
    page.evaluate(
        """async () => {
          const { row } = await (await import('/draft.js')).opened(window.config());
          window.draft = await window.beginDraft(row);
          await window.draft.keep(true);
        }"""
    )
    assert tab(context, server).evaluate(LEAVE, True)[0] is True
    page.evaluate("window.draft.keep(true)")
    assert device(page)["row"] is None
    assert page.evaluate("window.told.at(-1)") == "stopped"


# Recordings


RECORDER = """async (fail) => {
  const { Recorder } = await import('/recorder.js');
  window.asked = 0; window.kept = []; window.agreed = true; window.changes = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (what) => {
    window.asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return (window.stream = await ask(what));
  };
  window.recorder = new Recorder({
    keep: async (file, blob) => {
      if (fail-- > 0) throw new DOMException('', 'QuotaExceededError');
      window.kept.push(blob.size);
    },
    agreed: () => window.agreed, level: () => {}, changed: () => window.changes.push(window.recorder?.state),
  });
}"""
LIVE = "window.stream.getTracks().some((track) => track.readyState === 'live')"


def test_a_piece_that_cannot_be_kept_waits_and_the_microphone_goes_off(page: Page) -> None:
    page.evaluate(RECORDER, 1)
    page.evaluate("window.recorder.start()")
    page.wait_for_timeout(400)
    page.evaluate("window.recorder.recorder.requestData(); window.until(() => window.recorder.full)")
    page.wait_for_timeout(200)
    page.evaluate("window.recorder.stop()")
    assert page.evaluate("window.kept.length") == 2
    assert (page.evaluate("window.recorder.full"), page.evaluate(LIVE)) == (False, False)


def test_pressed_twice_it_records_once_and_not_if_consent_is_withdrawn_meanwhile(page: Page) -> None:
    page.evaluate(RECORDER, 0)
    page.evaluate("Promise.all([window.recorder.start(), window.recorder.start()])")
    assert (page.evaluate("window.asked"), page.evaluate("window.recorder.state")) == (1, "recording")
    page.evaluate("window.recorder.stop()")
    page.evaluate("(async () => { const begun = window.recorder.start(); window.agreed = false; await begun; })()")
    assert (page.evaluate("window.recorder.state"), page.evaluate(LIVE)) == ("inactive", False)


def test_a_recording_that_ends_by_itself_is_not_shown_as_recording(page: Page) -> None:
    page.evaluate(RECORDER, 0)
    page.evaluate("window.recorder.start()")
    page.evaluate("window.stream.getTracks()[0].dispatchEvent(new Event('ended'))")
    page.evaluate(
        "window.until(() => window.changes.at(-1) === 'inactive' && window.changes.includes('recording'))"
    )


# What is left over


def test_what_is_left_of_an_interview_that_was_sent_elsewhere_is_found_and_sent(
    page: Page, server: InterviewServer
) -> None:
    server.begun = []
    keep(page, HELD)
    page.evaluate(
        """async () => {
          const store = await import('/store.js');
          await store.edit('i2', () => ({ ...window.config(), instance: 'i2', state: 'open', dirty: false }));
          await store.addPiece({ instance: 'i1' }, {
            file: 'talk.webm', blob: new Blob(['x']), recorded: true, agreed: { words: 'yes' } });
          const { findOrphans, sendOrphan } = await import('/orphans.js');
          const found = await findOrphans({ user: 7, study: 's' }, []);
          window.found = found.map((row) => row.instance);
          await sendOrphan(found[0]);
        }"""
    )
    assert page.evaluate("window.found") == ["i1"]  # of i2 the server has all
    page.evaluate(OUTBOX)
    sent = server.fields_of("/files")
    assert [fields["recording"] for fields in sent] == ['{"words":"yes"}'] * 2
    assert [fields.get("talk.webm") or fields.get("answers-1970-01-01-00-00-00.xml") for fields in sent] == [
        "x",
        "<mine/>",
    ]
    assert page.evaluate("import('/store.js').then((store) => store.interviews())") == []


def test_recordings_end_on_their_day(page: Page) -> None:
    keep(page, HELD)
    page.evaluate(
        """async () => {
          const store = await import('/store.js');
          const day = 86400000;
          for (const [file, age] of [['old.webm', 93], ['new.webm', 91]]) {
            await store.addPiece({ instance: 'i1' },
              { file, blob: new Blob(['x']), recorded: true, at: Date.now() - age * day });
          }
          await (await import('/device.js')).dropOldRecordings();
        }"""
    )
    assert device(page)["files"] == ["new.webm"]


def test_what_an_earlier_version_of_the_page_left_is_brought_over(page: Page, server: InterviewServer) -> None:
    page.evaluate(
        """() => new Promise((resolve) => {
          const request = indexedDB.open('tramite', 1);
          request.onupgradeneeded = () => {
            const kept = request.result;
            kept.createObjectStore('drafts', { keyPath: 'instance' });
            kept.createObjectStore('outbox', { keyPath: 'instance' });
            kept.createObjectStore('audio', { autoIncrement: true }).createIndex('instance', 'instance');
            const rows = (name) => request.transaction.objectStore(name);
            rows('drafts').put({ instance: 'i1', user: 7, study: 's', revision: 2, body: '<old/>',
              dirty: true, at: 5, spent: 9 });
            rows('audio').put({ instance: 'i1', file: 5, blob: new Blob(['x']) });
            rows('outbox').put({ instance: 'i2', user: 7, study: 's', xml: '<sent/>', fields: {}, files: [],
              url: '/submit', sessionUrl: '/session', title: 'P', trouble: '', at: 5 });
          };
          request.onsuccess = () => { request.result.close(); resolve(); };
        })"""
    )
    assert opened(page, "{ body: '', revision: 2 }")["row"]["beside"]["spent"] == 9
    assert device(page)["files"] == ["talk-5.webm"]
    page.evaluate(OUTBOX)
    assert server.fields_of("/submit")[0]["xml_submission_file"] == "<sent/>"


# Times


def test_the_first_question_has_its_time_also_after_a_pause(page: Page) -> None:
    lines = page.evaluate(
        """async () => {
          const { Timing } = await import('/timing.js');
          let now = 1000;
          Date.now = () => now;
          const timing = new Timing();
          now = 11000; timing.answered('/a');
          now = 12000; timing.pause();
          now = 60000; timing.resume();
          now = 65000; timing.answered('/b');
          return timing.all();
        }"""
    )
    assert lines == [["question", "/a", 1000, 11000], ["question", "/b", 60000, 65000]]


# Pages without a connection


def test_pages_open_without_a_connection_and_only_those_that_are_wanted_stay(
    page: Page, context: BrowserContext, server: InterviewServer
) -> None:
    kept = """caches.open('tramite-talk').then((cache) => cache.keys())
      .then((kept) => kept.map(({ url }) => new URL(url).pathname + new URL(url).search).sort().join(' '))"""
    keep_pages = "import('/device.js').then(({ keepPages }) => keepPages('/worker.js', ['/draft.js', '/?q=anna']))"
    page.evaluate(f"{keep_pages}.then(() => window.until(async () => await {kept} === '/ /draft.js'))")
    page.evaluate("fetch('/?q=anna').then((answer) => answer.text())")
    only = "keepPages('/worker.js', ['/store.js'], { only: true })"
    page.evaluate(f"import('/device.js').then(({{ keepPages }}) => {only})")
    page.evaluate(f"window.until(async () => await {kept} === '/ /store.js')")
    context.set_offline(True)
    page.reload()
    assert page.evaluate("typeof window.config") == "function"

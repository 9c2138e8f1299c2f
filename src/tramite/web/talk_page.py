"""What the pages of interviews hand to their script, and what the browser lets that script do."""

from __future__ import annotations

from typing import Any, Final

from csp.constants import NONE, SELF
from django.urls import reverse
from django.utils.translation import gettext as _

# ODK's form engine evaluates with WebAssembly, which it carries as data, and writes styles as it goes. No other
# page allows that.
FORM_POLICY: Final = {
    "default-src": [NONE], "script-src": [SELF, "'wasm-unsafe-eval'"], "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"], "font-src": [SELF, "data:"], "connect-src": [SELF, "data:", "blob:"],
    "worker-src": [SELF], "manifest-src": [NONE], "object-src": [NONE], "form-action": [SELF], "base-uri": [NONE],
    "frame-ancestors": [NONE],
}  # fmt: skip


def outbox_words() -> dict[str, Any]:
    """Return what is said of interviews that are still on this device."""
    return {
        "waiting": [_("{n} interview waits on this device."), _("{n} interviews wait on this device.")],
        "no_connection": _("There is no connection: it is tried again by itself."),
        "login_lost": _("You are no longer logged in: nothing is lost."),
        "login_link": _("Log in again"),
        "login_url": reverse("account_login"),
        "others": _("This device also holds interviews of {who}: only they can send them."),
        "refused": _("«{title}» was refused:"),
        "file_refused": _("«{title}» has reached the server, but not all of its files:"),
        "again": _("Try again"),
        "take": _("Save to a file"),
        "remove": _("Delete it here"),
        "remove_sure": _("Delete what this device has of «{title}» for good?"),
    }


def device_words() -> dict[str, Any]:
    """Return what is said on every page of what is on this device."""
    lost = _(
        "On this device, {n} interviews or recordings have not reached the server. Logging out deletes them here "
        "for good. Log out all the same?"
    )
    return outbox_words() | {"unsent": lost}


def list_words() -> dict[str, Any]:
    """Return what is said on the list of interviews."""
    return outbox_words() | {
        "orphans": [
            _("This device still has something of an interview that was sent elsewhere or thrown away."),
            _("This device still has something of {n} interviews that were sent elsewhere or thrown away."),
        ],
        "orphan_send": _("Send what is left"),
    }


def form_words() -> dict[str, Any]:
    """Return what is said while a form is filled."""
    return outbox_words() | {
        "ready": _("Nothing is filled in yet."),
        "resumed": _("Goes on where it was left."),
        "kept": _("Saved on this device."),
        "server": _("Saved on this device and on the server."),
        "unkept": _("This device keeps nothing: it is saved on the server only."),
        "nowhere": _(
            "Not saved: this device keeps nothing, and the server does not answer. Leave this page open."
        ),
        "login": _("Saved on this device only: you are no longer logged in."),
        "gone": _("Saved on this device only: the server does not take it. Tell the manager."),
        "elsewhere": _("Saved on this device. Choose above which answers go on."),
        "stopped": _("This interview goes on in another tab, or you have logged out there."),
        "other_tab": _("This interview is open in another tab of this browser."),
        "take_over": _("Go on here"),
        "two_versions": _(
            "This interview was continued on another device. Here it was last filled in on {mine}; on {device}, "
            "it was saved on {other}. Choose with which answers to go on; the others stay under «Other versions»."
        ),
        "another_device": _("another device"),
        "take_mine": _("Go on with those of this device"),
        "take_other": _("Go on with the others"),
        "broken": _("The form cannot be opened. Open the page again; if that does not help, tell the manager."),
        "full": _("This device has no room left: make some, then send again. Nothing is lost."),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "sent": _("It has reached the server."),
        "waits": _("It is safe on this device, and goes out as soon as the server answers."),
        "recording_inactive": _("Not recording."),
        "recording_recording": _("Recording."),
        "recording_paused": _("The recording stands still."),
        "recording_full": _("This device has no room for the recording: make some. What is missing is kept then."),
        "recording_refused": _("The browser does not give the microphone. Allow it in its settings."),
        "recording_impossible": _("This browser cannot record here: an address that begins with https is needed."),
        "file_remove": _("Remove"),
        "file_large": _("«{name}» is larger than 15 MB."),
        "file_many": _("At most 10 files."),
    }

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
    """Return what is said of interviews that are still to be sent."""
    return {
        "waiting": [_("{n} interview is still to be sent."), _("{n} interviews are still to be sent.")],
        "no_connection": _("There is no connection: it is tried again by itself."),
        "login": _("You are no longer logged in: nothing is lost."),
        "login_link": _("Log in again"),
        "login_url": reverse("account_login"),
        "refused": _("«{title}» was refused:"),
        "take": _("Save it as a file"),
    }


def form_words() -> dict[str, Any]:
    """Return what is said while a form is filled."""
    return outbox_words() | {
        "ready": _("Nothing is filled in yet."),
        "resumed": _("Goes on where it was left."),
        "kept": _("Saved on this device."),
        "server": _("Saved on this device and on the server."),
        "login": _("Saved on this device only: you are no longer logged in."),
        "elsewhere": _("This interview was continued on another device. Open it again to go on from there."),
        "broken": _("The form cannot be opened. Open the page again; if that does not help, tell the manager."),
        "full": _("This device has no room left: make some, then send again. Nothing is lost."),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "sent": _("It has reached the server."),
        "waits": _("It is safe on this device, and goes out as soon as the server answers."),
        "recording_inactive": _("Not recording."),
        "recording_recording": _("Recording."),
        "recording_paused": _("The recording stands still."),
        "recording_refused": _("The browser does not give the microphone. Allow it in its settings."),
        "recording_impossible": _("This browser cannot record here: an address that begins with https is needed."),
    }

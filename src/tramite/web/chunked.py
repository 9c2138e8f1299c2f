"""Bodies without a declared length: spooled first, since Django reads no more than is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from django.conf import settings

from tramite.web.upload_limit import OF_A_SUBMISSION

Environ = dict[str, Any]
Answer = Callable[..., Any]
Application = Callable[[Environ, Answer], Iterable[bytes]]
_DEVICES: Final = "/key/"  # field tools send such bodies; browsers do not
_IN_MEMORY: Final = 1 << 20
_CHUNK: Final = 1 << 16


def with_lengths(application: Application, is_known: Callable[[str], bool]) -> Application:
    """Return a WSGI application that is told the length of each body; ``is_known``: of the key of a device.

    A chunked body of a field tool is read into a temporary file, up to what one post may have, if the key in its
    address opens something; else nothing is read, and the application refuses it. Of anybody else it is refused.
    """

    def answer(environ: Environ, start_response: Answer) -> Iterable[bytes]:
        if "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            return application(environ, start_response)
        path = environ.get("PATH_INFO", "")
        if not path.startswith(_DEVICES):
            return _refused(start_response, "411 Length Required")
        if not is_known(path.removeprefix(_DEVICES).partition("/")[0]):
            return application(_of_length(environ, BytesIO(), 0), start_response)
        with SpooledTemporaryFile(_IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as body:
            while chunk := environ["wsgi.input"].read(_CHUNK):
                body.write(chunk)
                if body.tell() > OF_A_SUBMISSION:
                    return _refused(start_response, "413 Content Too Large")
            length = body.tell()
            body.seek(0)
            return list(application(_of_length(environ, body, length), start_response))

    return answer


def _of_length(environ: Environ, body: Any, length: int) -> Environ:
    told = environ | {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    del told["HTTP_TRANSFER_ENCODING"]
    return told


def _refused(start_response: Answer, status: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", "0"), ("Connection", "close")])
    return [b""]

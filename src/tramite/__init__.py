"""Tramite: from the books and the voices of a company's channels to beliefs, decisions and a dossier.

A notebook needs only this module::

    import tramite as tr

    case = tr.open_case("examples/adventure-works")
    print(case.income_statement())
    print(case.px)
    print(tr.compare(case, "close-warehouse"))
"""

import lazy_loader

from tramite.kernel.version import VERSION as __version__  # noqa: F401, N811

# The names are in ``__init__.pyi``; each is loaded when it is first used, so that a part costs only itself.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

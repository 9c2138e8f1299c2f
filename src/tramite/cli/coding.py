"""The commands that code open answers: ``codebook``, ``codings``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tramite.cli.speaking import REFUSED_ROWS, TERMINAL, err, out, told_plainly
from tramite.kernel.figures import figure
from tramite.kernel.method import Method
from tramite.kernel.wording import say
from tramite.voices.coding.agreement import Agreement
from tramite.voices.coding.book import Code, Codebook
from tramite.voices.disclosure.screening import ALL
from tramite.workflows.codebook import (
    ShownCodebook,
    export_codebook,
    import_codebook,
    show_codebook,
    start_codebook,
)
from tramite.workflows.coding import (
    Coding,
    CodingState,
    MeasuredAgreement,
    coding_state,
    export_codings,
    import_codings,
    measure_agreement,
)
from tramite.workflows.coding_proposals import confirm_proposals, propose_codings

FAULTS_SHOWN = 20
_USAGE = 2  # exit code of a command that was written wrongly, as the parser of arguments has it


def _say(name: str, **params: object) -> str:
    return say(f"coding.{name}", TERMINAL, **params)


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help=say("cli.case_argument", TERMINAL))]
FileOption = Path | None


def codebook(
    case: CasePath,
    start: Annotated[bool, typer.Option("--start", help=_say("start_option"))] = False,
    export: Annotated[FileOption, typer.Option("--export", help=_say("export_codes_option"))] = None,
    take: Annotated[FileOption, typer.Option("--import", help=_say("import_codes_option"))] = None,
) -> None:
    """Show, begin or exchange the codebook."""
    _one_of({"--start": start, "--export": export, "--import": take})
    with told_plainly():
        if start:
            saved = start_codebook(case)
            out.print(_say("started", count=saved.codes, file=saved.file, case=case))
        elif export is not None:
            saved = export_codebook(case, export)
            out.print(_say("exported_codes", count=saved.codes, file=saved.file))
        elif take is not None:
            saved = import_codebook(case, take)
            out.print(_say("imported_codes", added=len(saved.added), count=saved.codes, file=saved.file))
        else:
            _print_codebook(show_codebook(case))


def codings(
    case: CasePath,
    export: Annotated[FileOption, typer.Option("--export", help=_say("export_option"))] = None,
    second: Annotated[bool, typer.Option("--second", help=_say("second_option"))] = False,
    take: Annotated[FileOption, typer.Option("--import", help=_say("import_option"))] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help=_say("agreement_option"))] = False,
    propose: Annotated[bool, typer.Option("--propose", help=_say("propose_option"))] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help=_say("confirm_option"))] = False,
    coder: Annotated[str | None, typer.Option("--coder", help=_say("coder_option"))] = None,
) -> None:
    """Show, exchange and compare how open answers are coded."""
    _one_of(
        {
            "--export": export,
            "--import": take,
            "--agreement": agreement,
            "--propose": propose,
            "--confirm": confirm,
        }
    )
    with told_plainly():
        if export is not None:
            done = export_codings(case, export, second=second)
            key = "exported" if done.drawn is None else "exported_second"
            out.print(_say(key, answers=done.answers, codings=done.codings, file=done.file, drawn=done.drawn))
        elif take is not None:
            _take(case, take, coder)
        elif agreement:
            _print_agreement(measure_agreement(case))
        elif propose:
            made = propose_codings(case)
            out.print(_say("proposed" if made.open else "no_examples", count=made.open, file=made.file, case=case))
        elif confirm:
            _confirm(case, coder)
        else:
            _print_state(coding_state(case), case)


def _one_of(options: dict[str, object]) -> None:
    if sum(bool(value) for value in options.values()) > 1:
        err.print(_say("one_option", options=", ".join(options)))
        sys.exit(_USAGE)


def _take(case: Path, file: Path, coder: str | None) -> None:
    taken = import_codings(case, file, coder=coder)
    counts = sorted(taken.by_coder.items())
    coders = ", ".join(f"{name} {figure(count, 'count', TERMINAL)}" for name, count in counts)
    told = _say("imported", coders=coders or _say("nobody"), replaced=taken.replaced, file=taken.file)
    out.print(escape(told))
    if taken.added_codes:
        out.print(escape(_say("imported_codes_new", codes=", ".join(taken.added_codes))))
    if taken.left:
        out.print(_say("imported_left", count=taken.left))


def _confirm(case: Path, coder: str | None) -> None:
    if coder is None:
        err.print(_say("coder_needed"))
        sys.exit(_USAGE)
    done = confirm_proposals(case, coder=coder)
    told = _say(
        "confirmed", count=done.confirmed, coder=coder, refused=done.refused, open=done.open, file=done.file
    )
    out.print(escape(told))


def _print_codebook(shown: ShownCodebook) -> None:
    table = Table(*(_say(f"column_{name}") for name in ("code", "label", "about", "used")))
    for code, depth in _walk(shown.book, None, 0):
        used = figure(shown.used[code.code], "count", TERMINAL) if shown.used[code.code] else ""
        style = "" if code.codable else "bold"
        mark = f"[{code.colour}]■[/] " if len(code.colour) == len("#RRGGBB") else ""
        table.add_row(
            "  " * depth + mark + escape(code.code), escape(code.say(TERMINAL)), escape(code.explain(TERMINAL)),
            used, style=style,
        )  # fmt: skip
    out.print(table)


def _walk(book: Codebook, parent: str | None, depth: int) -> Iterator[tuple[Code, int]]:
    for code in book.children(parent):
        yield code, depth
        yield from _walk(book, code.code, depth + 1)


def _print_state(state: CodingState, case: Path) -> None:
    coding, matrix = state.coding, state.matrix
    coders = ", ".join(sorted(coding.codings["coder"].unique())) or _say("nobody")
    told = _say(
        "progress", coded=coding.coded, answers=coding.answers.height, interviews=matrix.interviews, coders=coders
    )
    out.print(escape(told))
    if coding.every.is_empty():
        out.print(_say("not_yet", case=case))
        return
    if matrix.cells.height:
        _print_matrix(state)
    out.print(_say("to_double", done=coding.doubled, drawn=coding.drawn.height, case=case))
    _print_faults(coding)


def _print_matrix(state: CodingState) -> None:
    coding, matrix = state.coding, state.matrix
    definition = coding.folder.definition
    names = [definition.channel(channel).name.say(TERMINAL) for channel in matrix.channels]
    table = Table(_say("column_code"), _say("column_label"), *names, _say("column_all"))
    k = definition.method.disclosure_k
    for column in table.columns[2:]:
        column.justify = "right"
    for code in coding.book.codes:
        cells = {row["channel_id"]: row for row in matrix.of_code(code.code).iter_rows(named=True)}
        if cells:
            texts = (_cell(cells[channel], k) for channel in (*matrix.channels, ALL))
            table.add_row(
                escape(code.code), escape(code.say(TERMINAL)), *texts, style="" if code.codable else "bold"
            )
    out.print(table)
    out.print(_say("matrix_note", k=k, file=state.file))


def _cell(row: dict[str, object], k: int) -> str:
    if row["shown"]:
        return figure(float(str(row["n"])), "count", TERMINAL)
    return {"no_answers": "–", "few": f"<{k}"}.get(str(row["why"]), "*")


def _print_agreement(measured: MeasuredAgreement) -> None:
    agreement, coding = measured.agreement, measured.coding
    method = coding.folder.definition.method
    if not agreement.both:
        out.print(_say("no_double"))
        _print_faults(coding)
        return
    names = ("code", "label", "times", "answers", "reading", "spans", "cohen", "fleiss")
    table = Table(*(_say(f"column_{name}") for name in names))
    for found in agreement.codes:
        table.add_row(
            escape(found.code), escape(coding.book.code(found.code).say(TERMINAL)),
            figure(found.answers.used, "count", TERMINAL), _alpha(found.answers),
            _say(f"short_{found.answers.reading(method)}"), _alpha(found.spans),
            figure(found.cohen, "ratio", TERMINAL), figure(found.fleiss, "ratio", TERMINAL),
        )  # fmt: skip
    out.print(table)
    ground = _say(
        "agreement_ground", both=agreement.both, coders=", ".join(agreement.coders),
        drawn=agreement.drawn, drawn_both=agreement.drawn_both,
    )  # fmt: skip
    out.print(escape(ground))
    for name, whole in (("overall_answers", agreement.answers), ("overall_spans", agreement.spans)):
        out.print(_overall(name, whole, method))
    good, tentative = (figure(x, "ratio", TERMINAL) for x in (method.alpha_good, method.alpha_tentative))
    out.print(_say("scale_note", good=good, tentative=tentative, draws=method.bootstrap_draws))
    out.print(_say("disagreements", count=agreement.disagreements.height, file=measured.file))
    _print_faults(coding)


def _overall(name: str, whole: Agreement, method: Method) -> str:
    reading, cautious = whole.reading(method), whole.cautious_reading(method)
    told = _say(name, alpha=_alpha(whole), reading=_say(f"reading_{reading}"))
    if cautious not in (reading, "unknown"):
        told += _say("cautious", reading=_say(f"short_{cautious}"))
    return told


def _alpha(agreement: Agreement) -> str:
    value = figure(agreement.value, "ratio", TERMINAL)
    if agreement.lower is None or agreement.upper is None:
        return value
    low, high = (figure(x, "ratio", TERMINAL) for x in (agreement.lower, agreement.upper))
    told = say("figures.interval", TERMINAL, value=value, low=low, high=high, level=f"{agreement.level:.0%}")
    return escape(told)


def _print_faults(coding: Coding) -> None:
    if not coding.faults:
        return
    out.print(_say("left_out", count=coding.every.height - coding.codings.height), style="red")
    for fault in coding.faults[:FAULTS_SHOWN]:
        out.print(escape(fault.say(TERMINAL)))
    sys.exit(REFUSED_ROWS)

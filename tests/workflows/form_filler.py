"""A small respondent: fills a compiled form with valid random answers, keeping to its conditions and limits.

Answers are invented from a seed. The engine knows what our forms use of XForms, and nothing more.
"""

from __future__ import annotations

import math
import random
import re
from copy import deepcopy
from typing import Any
from uuid import UUID

from lxml import etree  # type: ignore[import-untyped]

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
STARTED, ENDED, DAY = "2026-03-02T09:00:00.000+01:00", "2026-03-02T09:31:30.000+01:00", "2026-03-02"
_PATH = re.compile(r"/interview/[\w/]+")
NUMBERS = [*range(0, 101, 5), *range(1, 12), -30, -10, 1999, 2015]
WORDS = ("Va tutto bene.", "=1+1 non è una formula", "Consegne: «lunedì; o martedì»,\nma non sempre", "n.d.")


class Form:
    """A compiled form that can be filled again and again."""

    def __init__(self, xform: str) -> None:
        head = etree.fromstring(xform.encode())
        instances = list(head.iter(f"{XF}instance"))
        self.template = _bare(instances[0][0])
        self.lists = {each.get("id"): _bare(each) for each in instances[1:]}
        self.binds = {bind.get("nodeset"): bind for bind in head.iter(f"{XF}bind")}
        self.controls = [
            each for each in head.iter(f"{XF}select1", f"{XF}select", f"{XF}input", f"{XF}rank")
            if "readonly" not in self.binds[each.get("ref")].attrib
        ]  # fmt: skip

    def fill(self, seed: int, *, unit: str, silence: float = 0.1, consent: str = "yes") -> etree._Element:
        """Return a filled form: ``silence`` is how often no answer is given."""
        rng = random.Random(f"{self.template.get('id')} {seed}")  # noqa: S311 - of a test
        return _Filling(self, rng, silence, {"unit_id": unit, "consent": consent}).done()


class _Filling:
    def __init__(self, form: Form, rng: random.Random, silence: float, fixed: dict[str, str]) -> None:
        self.form, self.rng, self.silence = form, rng, silence
        self.fixed = {**fixed, "interviewer": rng.choice(["anna", "bruno"])}
        self.root = deepcopy(form.template)
        self.tree = etree.ElementTree(self.root)
        functions = {
            "selected": lambda _, value, code: code in _text(value).split(),
            "count-selected": lambda _, value: float(len(_text(value).split())),
            "if": lambda _, test, yes, no: yes if _true(test) else no,
            "coalesce": lambda _, first, second: first if _text(first) else second,
            "once": lambda context, value: _text(context.context_node.text) or value,
            "int": lambda _, value: float(int(float(_text(value)))),
            "random": lambda _: self.rng.random(),
            "instance": lambda _, name: [self.form.lists[name]],
        }
        self.functions = {(None, name): function for name, function in functions.items()}

    def done(self) -> etree._Element:
        for name, value in (("started", STARTED), ("ended", ENDED), ("day", DAY)):
            self.root.find(name).text = value
        self._calculate()
        for control in self.form.controls:
            self._answer(control)
        for node in list(self.root.iter()):  # what does not concern is blank
            if not len(node) and not self._relevant(self.tree.getpath(node)):
                node.text = None
        meta = self.root.find("meta")
        meta.find("instanceID").text = f"uuid:{UUID(int=self.rng.getrandbits(128), version=4)}"
        return self.root

    def _answer(self, control: etree._Element) -> None:
        path = control.get("ref")
        node, kind = self.root.xpath(path)[0], etree.QName(control).localname
        if not self._relevant(path):
            return
        if node.tag in self.fixed:
            node.text = self.fixed[node.tag]
        elif kind in ("select", "select1"):
            self._choose(control, node, path, several=kind == "select")
        elif self._type(path) in ("int", "decimal"):
            self._count(node, path)
        elif self.rng.random() >= self.silence:
            node.text = self.rng.choice(WORDS)
        self._calculate()

    def _choose(self, control: etree._Element, node: etree._Element, path: str, *, several: bool) -> None:
        nodeset = control.find(f"{XF}itemset").get("nodeset")
        inner = nodeset.removeprefix("randomize(").rpartition(",")[0] if "randomize(" in nodeset else nodeset
        codes = [item.findtext("name") for item in self._evaluate(inner, node)]
        gone = [code for code in codes if code.startswith("missing-")]
        plain = [code for code in codes if code not in gone] or codes
        required = self.form.binds[path].get("required")
        silent = self.rng.random() < self.silence
        if silent and not gone and not (required and _true(self._evaluate(required, node))):
            return
        for _ in range(200):
            if silent and gone:
                node.text = self.rng.choice(gone)
            elif several:
                node.text = " ".join(self.rng.sample(plain, self.rng.randint(1, min(4, len(plain)))))
            else:
                node.text = self.rng.choice(plain)
            if self._holds(path, node):
                return
        raise AssertionError(path)

    def _count(self, node: etree._Element, path: str) -> None:
        siblings = list(node.getparent())
        total = [each for each in siblings if each.tag.endswith("_sum")]
        if total and siblings.index(node) < siblings.index(total[0]):
            parts = siblings[: siblings.index(total[0])]
            if node is parts[0] and self.rng.random() >= self.silence:
                self._share(parts)
            return
        required = self.form.binds[path].get("required")
        needed = required is not None and _true(self._evaluate(required, node))
        if not needed and self.rng.random() < self.silence:
            return
        for _ in range(500):
            node.text = str(self.rng.choice(NUMBERS))
            if self._holds(path, node):
                return
        assert not needed, path
        node.text = None

    def _share(self, parts: list[etree._Element]) -> None:
        """Share 100 out in fives, some parts left blank, as they may be."""
        cuts = sorted(self.rng.choice(range(0, 101, 5)) for _ in parts[1:])
        for part, low, high in zip(parts, [0, *cuts], [*cuts, 100], strict=True):
            part.text = str(high - low) if high > low or self.rng.random() < 0.5 else None

    def _calculate(self) -> None:
        for path, bind in self.form.binds.items():
            if bind.get("calculate") and bind.get("type") and not path.endswith("instanceID"):
                node = self.root.xpath(path)[0]
                node.text = _text(self._evaluate(bind.get("calculate"), node)) or None

    def _relevant(self, path: str) -> bool:
        parts = path.split("/")
        for length in range(2, len(parts) + 1):
            above = "/".join(parts[:length])
            bind = self.form.binds.get(above)
            condition = None if bind is None else bind.get("relevant")
            if condition and not _true(self._evaluate(condition, self.root.xpath(above)[0])):
                return False
        return True

    def _holds(self, path: str, node: etree._Element) -> bool:
        constraint = self.form.binds[path].get("constraint")
        if constraint is None:
            return True
        self._calculate()
        return _true(self._evaluate(constraint, node))

    def _type(self, path: str) -> str:
        return str(self.form.binds[path].get("type"))

    def _evaluate(self, expression: str, node: etree._Element) -> Any:
        """Evaluate with the answers put in place of their paths: a list is a document of its own."""
        paths = dict.fromkeys(_PATH.findall(expression))
        names = {path: f"v{place}" for place, path in enumerate(paths)}
        plain = _PATH.sub(lambda found: f"${names[found[0]]}", expression)
        answers = {
            name: self.root.findtext(path.removeprefix("/interview/")) or "" for path, name in names.items()
        }
        return etree.XPath(plain, extensions=self.functions)(node, **answers)


def _bare(element: etree._Element) -> etree._Element:
    made = deepcopy(element)
    for node in made.iter():
        node.tag = etree.QName(node).localname
        node.text = node.text if node.text and node.text.strip() else None
        node.tail = None
    etree.cleanup_namespaces(made)
    return made


def _text(value: Any) -> str:
    if isinstance(value, list):
        return (value[0].text or "") if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}"
    return str(value or "")


def _true(value: Any) -> bool:
    return bool(value) if not isinstance(value, str) else value not in ("", "false()")

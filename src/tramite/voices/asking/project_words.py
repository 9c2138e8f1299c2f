"""What a project fills into the questions before the field (METHOD §2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tramite.kernel.case import CaseDefinition, Name, Named, Strict
from tramite.kernel.errors import Fault
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.bilingual import Bilingual

PROJECT_FILE = "voices/project.toml"
FACTS_TABLE = "voices/facts"
FACTS_ASKED, FACTS_OF_CUSTOMERS = 5, 4  # METHOD §2.7
_FEWEST_OF_A_KIND = 2  # of five statements neither more than three true nor more than three false


class ProjectWords(Strict):
    """The content of ``voices/project.toml``.

    Attributes:
        category, flagship, case: words for {category}, {flagship} and {case}.
        competitors, roadmap: answers of ``brands``, announcements of ``@roadmap``.
        products, segments: answers of ``@products`` and ``@segments``; empty: lines and segments of ``case.toml``.
        facts_not_for_customers: ids of facts that a customer cannot know.
        purpose: why one is interviewed, read out first; empty: the usual words.
    """

    category: Name | None = None
    flagship: Name | None = None
    case: Name | None = None
    competitors: tuple[Named, ...] = ()
    roadmap: tuple[Named, ...] = ()
    products: tuple[Named, ...] = ()
    segments: tuple[Named, ...] = ()
    facts_not_for_customers: tuple[str, ...] = ()
    purpose: Name | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of the quiz."""

    id: str
    statement: Bilingual
    true: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be given: its code in ``responses``, its words."""

    code: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class ProjectLists:
    """The lists of answers of a case, for one respondent type and channel.

    Attributes:
        channel_id: channel that the interview is about. role: respondent type.
        facts: the quiz, all of it.
    """

    bank: ItemBank
    definition: CaseDefinition
    words: ProjectWords
    facts: Sequence[Fact]
    role: str
    channel_id: str

    def answers(self, name: str, *, others: bool = False) -> tuple[Answer, ...]:
        """Return a list of answers, filled: project lists, channels of the case, competitors.

        Args:
            name: a list of the bank. others: of channels, without the one that the interview is about.
        """
        if name == "@facts":
            return self._facts()
        if name == "brands":
            return self._brands()
        if name == "channels":
            return self._channels(others=others)
        projects = {
            "@products": self.words.products or self.definition.lines,
            "@segments": self.words.segments or self.definition.segments,
            "@roadmap": self.words.roadmap,
        }
        return _named(projects[name]) if name in projects else tuple(self._listed(name))

    def faults(self, items: Sequence[Item]) -> Iterator[Fault]:
        """Tell which words and lists these items need and the project has not given."""
        needed = {item.choices: item.id for item in reversed(items)}
        for name, column in (("brands", "competitors"), ("@roadmap", "roadmap"), ("@products", "products"),
                             ("@segments", "segments")):  # fmt: skip
            empty = not self.words.competitors if name == "brands" else not self.answers(name)
            if name in needed and empty:
                yield Fault(PROJECT_FILE, "project_list", column=column, hint=needed[name])
        for word in ("category", "flagship", "case"):
            users = [item.id for item in items if word in item.placeholders("en")]
            if users and getattr(self.words, word) is None:
                yield Fault(PROJECT_FILE, "project_word", column=word, hint=", ".join(users))
        if "@facts" in needed:
            yield from self._faults_of_facts()

    def _faults_of_facts(self) -> Iterator[Fault]:
        known = {fact.id for fact in self.facts}
        for number, fact_id in enumerate(self.words.facts_not_for_customers):
            if fact_id not in known:
                column = f"facts_not_for_customers.{number}"
                yield Fault(PROJECT_FILE, "unknown_reference", column=column, value=fact_id, hint=FACTS_TABLE)
        if len(self.facts) != FACTS_ASKED:
            yield Fault(FACTS_TABLE, "facts_count", value=str(len(self.facts)), hint=str(FACTS_ASKED))
            return
        true = sum(fact.true for fact in self.facts)
        if not _FEWEST_OF_A_KIND <= true <= FACTS_ASKED - _FEWEST_OF_A_KIND:
            yield Fault(FACTS_TABLE, "facts_balance", column="true", value=str(true))
        answerable = len(known - set(self.words.facts_not_for_customers))
        if answerable < FACTS_OF_CUSTOMERS:
            yield Fault(PROJECT_FILE, "facts_customers", value=str(answerable), hint=str(FACTS_OF_CUSTOMERS))

    def _facts(self) -> tuple[Answer, ...]:
        hidden = self.words.facts_not_for_customers if self.role == "customer" else ()
        return tuple(Answer(fact.id, fact.statement) for fact in self.facts if fact.id not in hidden)

    def _channels(self, *, others: bool) -> tuple[Answer, ...]:
        selling = self.definition.selling_channels
        return tuple(
            Answer(channel.id, Bilingual(channel.name.en, channel.name.it))
            for channel in selling
            if not (others and channel.id == self.channel_id)
        )

    def _brands(self) -> tuple[Answer, ...]:
        listed = {answer.code: answer for answer in self._listed("brands")}
        rivals = {"c1", "c2", "c3"}  # places for the project's competitors
        before = (listed["vendor"],) if "vendor" in listed else ()
        after = tuple(a for code, a in listed.items() if code not in rivals | {"vendor"})
        return (*before, *_named(self.words.competitors), *after)

    def _listed(self, name: str) -> Iterator[Answer]:
        vendor = Bilingual(self.definition.vendor, self.definition.vendor)
        for choice in self.bank.choices_of(name):
            if choice.code.startswith("@"):
                yield from self.answers(choice.code.removeprefix("@"), others=True)
            else:
                yield Answer(choice.code, Bilingual(choice.label_en, choice.label_it).filled({"vendor": vendor}))


def _named(entries: Sequence[Named]) -> tuple[Answer, ...]:
    return tuple(Answer(entry.id, Bilingual(entry.name.en, entry.name.it)) for entry in entries)

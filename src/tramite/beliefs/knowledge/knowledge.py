"""Knowledge of the Partner Experience: gaps, index, what counts most, and whether the guesses were sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tramite.beliefs.knowledge.gaps import PerceptionGap, perception_gaps
from tramite.beliefs.knowledge.index import KnowledgeIndex, knowledge_indices
from tramite.beliefs.knowledge.mixes import MixGap, TopThree, mix_gaps, top_threes
from tramite.kernel.chance import Chance
from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.study import Study
from tramite.voices.hearing.sealing import LateGuess, Showings


@dataclass(frozen=True, slots=True)
class KnowledgeBelief:
    """What the vendor knows of how its partners and customers see it.

    Attributes:
        gaps: by item and channel («all» last). indices: by channel.
        mixes: shares of tasks and steps. tops: what counts most.
        showings: when results were first shown; late: guesses that came after it and do not count.
        bank: items, to name them.
    """

    gaps: tuple[PerceptionGap, ...]
    indices: tuple[KnowledgeIndex, ...]
    mixes: tuple[MixGap, ...]
    tops: tuple[TopThree, ...]
    showings: Showings
    late: tuple[LateGuess, ...]
    bank: ItemBank


def knowledge(
    study: Study, *, chance: Chance, showings: Showings | None = None, late: Sequence[LateGuess] = ()
) -> KnowledgeBelief | None:
    """Believe how well the vendor knows its Partner Experience.

    Args:
        study: its guesses are those that were sealed (``Study.late``).
        showings, late: when results were shown, and which guesses came later, to be told.

    Returns: ``None`` if nobody guessed anything, and no guess came too late.
    Source: METHOD §3.7.1, §2.5; requirements R1, R47.
    """
    gaps = perception_gaps(study)
    if not gaps and not late:
        return None
    return KnowledgeBelief(
        gaps, knowledge_indices(study, gaps, chance=chance), mix_gaps(study), top_threes(study),
        showings or Showings(), tuple(late), study.bank,
    )  # fmt: skip

"""What an invented company's sides know, through the beliefs: dealers and depots, their customers, the vendor."""

from __future__ import annotations

from tests.beliefs.heard_voices import FACTS, Heard, Said, quiz
from tramite.beliefs.information.information import InformationBelief, information
from tramite.beliefs.knowledge.knowledge import KnowledgeBelief, knowledge
from tramite.beliefs.trends import Trend, trends
from tramite.kernel.chance import Chance
from tramite.voices.estimation.study import Study

RATED = ("PE01", "PE03", "PE05", "PE06", "PP02", "PP03", "PP04", "PF01", "PF06", "PR07", "PR08")
CARDS = ("earn", "leads", "stock", "train", "tech", "content")


def _partner(i: int) -> Said:
    return {
        **{item: float((i + place) % 7 + 2) for place, item in enumerate(RATED)},
        "PX03": {**dict.fromkeys(CARDS[:3], 1.0), **dict.fromkeys(CARDS[3:], -1.0)},
        "PI01": ("screws", "bolts")[i % 2], "PI02": float(10 + i % 3 * 5), "PI03": {"earn": 1.0},
        "PI04": quiz(1 + i % 2), "PI06": {"new": float(i % 3)}, "PI08": ("trade", "home")[i % 2],
        "PI09": {"": 5.0, "code": "earn"}, "PF02": str(1 + i % 4), "PW04": float(i % 4 * 10),
        "PS09": {"cost": float(1 + i % 2), "access": float(2 - i % 2), "complement": 3.0},
        "PM01": {"oneoff": 90.0, "subscription": 10.0}, "PM04": ("transactional", "partnership")[i % 2],
        "PM05": {"growth": 1.0, "margin": 2.0, "cash": 3.0},
    }  # fmt: skip


def _customer(i: int) -> Said:
    return {
        "CK02": {"web": 1.0, "seller": 1.0}, "CK03": float(5 + i % 3), "CK04": quiz(2 + i % 2),
        "CK05": str(2 + i % 3), "CK06": ("away", "no", "no")[i % 3], "CK07": float(6 + i % 3),
        "CK08": {"new": float(i % 2)}, "CR01": float(6 + i % 4), "CX05": "buy", "CX06": {"price": 1.0},
    }  # fmt: skip


def _vendor(i: int) -> Said:
    return {
        **{item.replace("P", "V", 1): float(7 + (i + place) % 3) for place, item in enumerate(RATED)},
        "VX03": {**dict.fromkeys(CARDS[2:5], 1.0), **dict.fromkeys((*CARDS[:2], CARDS[5]), -1.0)},
        "VI01": "screws", "VI04": quiz(3 + i % 2), "VI08": "trade", "VM04": "partnership", "VC01": 7.0,
        "VM05": {"growth": 1.0, "margin": 2.0, "digital": 3.0},
        "VS09": {"cost": 1.0, "access": 2.0, "complement": 3.0},
    }  # fmt: skip


def made_study() -> Study:
    """Hear sixteen dealers and twelve depots, three web partners (hidden), customers of all and the vendor."""
    made = Heard()
    for channel, n in (("dealers", 16), ("depots", 12), ("web", 3)):
        made.hear("partner", channel, n, _partner)
        made.hear("customer", channel, max(n, 11), _customer)
        made.hear("vendor", channel, 6, _vendor)
    return made.study(facts=FACTS, simulated=True)


def made_beliefs() -> tuple[KnowledgeBelief | None, InformationBelief | None, tuple[Trend, ...]]:
    """Return knowledge, information and trends of the invented company."""
    study = made_study()
    known = information(study)
    return knowledge(study, chance=Chance(7, 500)), known, trends(study, known)

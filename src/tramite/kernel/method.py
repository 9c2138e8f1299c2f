"""Every threshold of the method, typed, each with its reason; a case may override any of them.

A threshold is a default by design (METHOD marks it [O]); its section of METHOD is named beside it.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from tramite.kernel.errors import Fault, InputRefused

_UNBOUNDED = float("inf")


@dataclass(frozen=True, slots=True)
class Reason:
    """What a threshold is: its unit, allowed range, section of METHOD, and why this value."""

    unit: str
    low: float
    high: float
    section: str
    why: str

    @property
    def range_text(self) -> str:
        """Write the allowed range with its unit; an open end is left out."""
        high = f"–{self.high:g}" if self.high < _UNBOUNDED else " +"
        return f"{self.low:g}{high} ({self.unit})"


def _set(default: float, unit: str, section: str, why: str, low: float = 0.0, high: float = _UNBOUNDED) -> Any:  # noqa: ANN401
    return field(default=default, metadata={"reason": Reason(unit, low, high, section, why)})


def _share(default: float, section: str, why: str) -> Any:  # noqa: ANN401
    return _set(default, "share", section, why, 0.0, 1.0)


def _score(default: float, section: str, why: str) -> Any:  # noqa: ANN401
    return _set(default, "score 0-100", section, why, 0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Method:
    """Settings of the method. ``Method().overridden({"interval_level": 0.95})`` changes some."""

    # --- reading numbers
    interval_level: float = _share(
        0.90, "3.2.2", "a board decides at nine in ten; 95% suggests more than few interviews hold"
    )
    bootstrap_draws: int = _set(
        2000, "draws", "3.2.2", "percentiles of a 90% interval are stable to half a point", 100
    )

    # --- PX index
    pillar_min_answered: float = _share(
        0.6, "3.1.2", "below three answers in five the mean speaks of the items left, not of the pillar"
    )
    pillar_weight_prior: float = _set(
        10, "interviews", "3.1.3", "stated weights count as much as equal weights after ten answers"
    )
    unbalanced_index: float = _score(70, "3.1.3", "an index this high would be read as good")
    unbalanced_pillar: float = _score(50, "3.1.3", "a pillar this low breaks one of the three promises")
    informant_spread: float = _score(
        25, "3.1.5", "two people of one firm a quarter of the scale apart describe two relationships"
    )
    band_weak: float = _score(50, "3.1.6", "below the middle of the scale: critical")
    band_sound: float = _score(65, "3.1.6", "from here on most answers are 6 or more of 10")
    band_strong: float = _score(80, "3.1.6", "from here on most answers are 8 or more of 10")
    validation_min_n: int = _set(20, "interviews", "3.1.4", "a rank correlation below 20 pairs says little", 3)

    reliability_enough: float = _share(
        0.7, "3.1.2", "usual level for comparing groups (Nunnally 1978); more is needed to judge one firm"
    )
    reliability_min_items: int = _set(
        3, "items", "3.1.4", "with two, one factor has more loadings than there are correlations", 3
    )

    # --- what goes together with recommendation, continuity and growth
    driver_firms_each: int = _set(
        10, "firms", "3.1.4", "firms per predictor: with fewer, R² is shared out by chance (Harrell 2015, §4.4)", 5
    )
    driver_twins: float = _share(
        0.8, "3.1.4", "two predictors that share two thirds of their variance (.8²) cannot be told apart"
    )
    classes_min_n: int = _set(
        50, "firms", "3.1.4", "two classes of five answers are 11 parameters: fewer firms say little", 20
    )
    classes_most: int = _set(4, "classes", "3.1.4", "more kinds of partners than a vendor can treat apart", 2, 6)
    classes_starts: int = _set(50, "starts", "3.1.4", "the best of fifty random starts is seldom a local one", 5)
    class_stability: float = _share(
        0.75,
        "3.1.4",
        "a class whose likeness to itself is below this when firms are redrawn is none (Hennig 2007)",
    )

    # --- small numbers
    read_hidden_below: int = _set(5, "interviews", "3.2.5", "fewer than five answers are never shown", 3)
    read_indicative_below: int = _set(10, "interviews", "3.2.5", "five to nine are indicative, not compared", 3)
    read_full_from: int = _set(30, "interviews", "3.2.5", "thirty answers stand alone", 3)
    read_full_fraction: float = _share(0.5, "3.2.5", "half of a small population speaks for it")
    nps_from: int = _set(30, "interviews", "3.2.4", "below thirty the mean of 0-10 is steadier than NPS", 3)
    effective_n_min: float = _set(
        5, "interviews", "3.2.6", "a weighted mean carried by fewer than five is one firm's opinion"
    )

    size_class_min: int = _set(
        4, "answers", "3.2.1", "answers on each side of a cut by size; the study of ADR 13 tried 3, 4, 6 and 8", 2
    )

    # --- disclosure
    disclosure_k: int = _set(
        5, "interviews", "3.3", "threshold rules of 3 or 5 are in use (OECD glossary); the stricter one", 3
    )
    disclosure_dominance: float = _share(
        0.5, "3.3", "above half of the weight the cell tells one respondent's answer"
    )
    clean_team_firms: int = _set(
        3, "firms", "4.10", "answers on competition: fewer firms together still show what one rival does", 2
    )
    disclosure_p: float = _share(0.15, "3.3", "the second largest must not find the largest within 15%")

    # --- sell-with / sell-thru, roles, paradigm
    gap_filled_thru: float = _share(0.30, "3.4", "three sales in ten would not be without what the partner adds")
    facing_with: float = _share(0.5, "3.4", "the partner faces the end customer in half of the steps")
    title_with: float = _share(0.5, "3.4", "at most shared title")
    joint_sales_with: float = _share(0.30, "3.4", "three euro in ten come from deals made together")
    joint_trade_with: float = _share(0.4, "3.4", "trade usage: joint engagement this high is selling together")
    joint_trade_through: float = _share(0.2, "3.4", "trade usage: below this the vendor hardly meets the customer")
    label_redraws: int = _set(1000, "draws", "3.4", "standard error of a probability below 1.6 points", 100)
    label_answer_strength: float = _set(20, "answers", "3.4", "a stated share is trusted like twenty cases")
    label_sources: int = _set(2, "sources", "3.4", "two of partner, vendor and transactions must agree", 1, 3)
    label_steps_min: int = _set(3, "steps", "3.4", "of five steps: with fewer answered, one would decide", 1, 5)
    label_deals_min: int = _set(
        5, "deals", "3.4", "of fewer deals (or visits) one more joint one would change the label", 1
    )
    access_min: float = _share(0.3, "3.5", "below three euro in ten access is not the reason to be partners")
    complement_min: float = _share(0.3, "3.5", "as the gap filled of sell-thru")
    benefit_low: float = _set(0.8, "factor", "3.5", "equity principle: a function of low benefit", 0, 2)
    benefit_high: float = _set(1.2, "factor", "3.5", "equity principle: a function of high benefit", 0, 2)
    equity_gap: float = _share(0.10, "3.5", "ten points of the channel's profit away from what functions deserve")
    access_lookback_months: int = _set(
        24, "months", "3.5", "a customer silent for two years was not reached otherwise", 1
    )
    subscription_min: float = _share(0.30, "3.6", "three euro in ten recur")
    cocreation_marks: int = _set(2, "practices", "3.6", "one joint practice may be an exception", 1)
    partnership_marks: int = _set(3, "practices", "3.6", "three shared practices are a way of working", 1)

    # --- gaps
    knowledge_slope: float = _set(
        2, "points per point", "3.7.1", "guessing 50 points off on average is knowing nothing"
    )
    knowledge_min_items: int = _set(8, "items", "3.7.1", "fewer mirrored items are an anecdote", 1)
    vendor_knowledge_min: float = _share(0.8, "3.7.2", "below this mend the vendor's own content first")

    sure_from: float = _set(
        7, "0-10", "3.7.2", "from seven of ten up one would tell it to a customer without looking it up", 0, 10
    )
    trend_majority: float = _share(0.5, "1 R80", "a trend is what most do, say or want")

    # --- end customers across partners
    link_probability: float = _share(
        0.95, "3.8", "a false link invents an overlap: at most one in twenty of those that only just pass"
    )
    review_probability: float = _share(
        0.5, "3.8", "below an even chance a person's time is better spent elsewhere"
    )
    link_certain_recall: float = _share(
        0.7,
        "3.8",
        "share of true pairs that agree on VAT number, or on name and street; only the start of training",
    )
    control_min_customers: int = _set(
        30, "customers", "3.8", "fewer control customers than thirty are chance, not a comparison", 1
    )

    budget_reached: float = _share(
        0.95, "3.10", "budgets that are missed by more than a twentieth, all years together, are hopes"
    )

    # --- conflict
    conflict_felt: float = _score(50, "3.8.1", "from the middle of the scale on a partner feels a conflict")
    conflict_importance: float = _share(0.20, "3.8.1", "a fifth of revenue, as where leaving partners alarm (B15)")
    conflict_frequency: float = _share(0.20, "3.8.1", "one partner, or one opportunity, in five")
    conflict_intensity: float = _share(
        0.50, "3.8.1", "past the middle of the scale; half of the clashes end in a loss or a lower price"
    )

    # --- imbalance rules B1-B18
    alarm_likely: float = _share(0.75, "3.9", "three chances in four: worth a look before it is worth a decision")
    b1_growth_gap: float = _share(
        0.10, "3.9", "ten points of sell-in not sold out, two quarters running, are stock"
    )
    b1_quarters: int = _set(2, "quarters", "3.9", "one quarter may be timing", 1)
    b2_stock_factor: float = _set(1.5, "factor", "3.9", "half as much again as the stock aimed at", 1)
    b4_contribution_share: float = _share(0.8, "3.9", "the channel earns a fifth less than its share of sales")
    b6_days_over: float = _set(15, "days", "3.9", "two weeks late is a habit")
    b7_hhi: float = _share(0.25, "3.9", "as concentrated as four equal partners")
    b7_top_share: float = _share(0.30, "3.9", "one partner's leaving would be felt at once")
    b9_pillar: float = _score(50, "3.9", "one of the three promises is broken")
    b10_horizontal: float = _share(0.15, "3.9", "one opportunity in seven is fought over inside")
    b11_steering: float = _share(0.25, "3.9", "one customer in four is sent elsewhere")
    b12_complex_from: float = _set(7, "0-10", "3.9", "a need the customer calls complex", 0, 10)
    b12_output_below: float = _set(6, "0-10", "3.9", "a service below pass", 0, 10)
    b13_mix_distance: float = _share(0.20, "3.9", "one euro in five would rather be spent elsewhere")
    b14_blocked: float = _share(0.5, "3.9", "half of those who know the channel call the lever blocked")
    b15_continuity: float = _score(50, "3.9", "leaving is likelier than staying")
    b15_revenue: float = _share(0.20, "3.9", "a fifth of revenue at risk")
    b16_returns_factor: float = _set(1.5, "factor", "3.9", "half as much again as the average", 1)
    b17_profitability: float = _set(2, "1-5", "3.9", "partners call other lines more profitable", 1, 5)

    # --- potential
    attainable_percentile: float = _share(0.80, "3.10", "what one like customer in five already gives")
    stated_growth_low: float = _share(
        0.2, "3.10", "stated growth realised, low (triangular, assumption D until a second wave)"
    )
    stated_growth_likely: float = _share(0.5, "3.10", "stated growth realised, likely")
    stated_growth_high: float = _share(0.8, "3.10", "stated growth realised, high")
    won_low: float = _share(
        0.05, "3.10", "customers not served today who can be won, low (assumption D where the books have no deals)"
    )
    won_likely: float = _share(
        0.15, "3.10", "likely: fewer than of registered opportunities, which have shown interest already"
    )
    won_high: float = _share(0.30, "3.10", "high: as of opportunities that are followed up")
    frontier_min_partners: int = _set(
        50,
        "partners",
        "3.10",
        "with fewer, residuals are skewed by chance in a third of the samples (Olson, Schmidt & Waldman 1980)",
        10,
    )
    frontier_min_area: int = _set(10, "partners", "3.10", "an area with fewer has no level of its own", 2)

    # --- simulation and correctness
    draws: int = _set(10000, "draws", "3.11.1", "standard error of a probability below half a point", 100)
    horizon_months: int = _set(
        36, "months", "5.4", "three years: a closure shows, a forecast still means something", 1, 120
    )
    discount_rate: float = _share(0.08, "3.11.1", "a cost of capital usual for mid-size firms; set it to your own")
    baseline_growth_sd: float = _share(
        0.05, "3.11.1", "yearly drift of a channel left alone; next year is not known (assumption D)"
    )
    near_best_tolerance: float = _share(
        0.01, "3.11.3", "one per cent of three years' net sales is below what a plan can steer"
    )
    shrinkage: float = _set(10, "interviews", "3.11.2", "a channel's own answers outweigh its role's after ten")
    verdict_right: float = _share(0.8, "3.11.4", "four in five: keep it")
    verdict_improvable: float = _share(0.4, "3.11.4", "below two in five: revise it")
    assumption_share: float = _share(
        0.5, "3.11.4", "when assumptions make most of the spread the verdict is theirs"
    )
    allocation_draws: int = _set(
        4000, "draws", "3.13", "a hundred futures in the worst twentieth of the half that judges", 100
    )
    allocation_tail: float = _share(
        0.05, "3.13", "the worst twentieth of the futures: bad, and still enough draws to average"
    )
    allocation_exhaustive: int = _set(
        512, "mixes", "3.13", "as many are simulated in a minute or so; then nothing has to be guessed", 0
    )
    allocation_scenarios: int = _set(
        200, "draws", "3.13", "ten of them are the worst twentieth; more slow the program down", 20
    )
    allocation_points: int = _set(12, "points", "3.13", "more points of a frontier cannot be told apart", 3)
    allocation_rounds: int = _set(
        50, "rounds", "3.13", "proposals for one aim before the search says that it did not settle", 1
    )
    allocation_checks: int = _set(20, "mixes", "3.13", "a root mean square known to a sixth", 1)
    allocation_batches: int = _set(
        10, "batches", "3.13", "enough for the interval of a mean; more would make each batch thin", 2
    )
    grade_a_months: int = _set(12, "months", "3.11.6", "a full year holds every season", 1)
    grade_b_interviews: int = _set(10, "interviews", "3.11.6", "ten voices, two sides", 1)
    grade_b_revenue_share: float = _share(0.5, "3.11.6", "or the voices of half the revenue")
    factor_b: float = _share(0.8, "3.12", "expected euro of grade B count four fifths")
    factor_c: float = _share(0.5, "3.12", "grade C: half")
    factor_d: float = _share(0.2, "3.12", "grade D: a fifth; verify first")
    strategic_months: int = _set(12, "months", "3.12", "longer than a year is strategic", 1)
    tactical_months: int = _set(3, "months", "3.12", "shorter than a quarter is operational", 1)

    # --- contract law: facts of the agreement, not choices of the method
    agents_cut_light: float = _share(
        0.05, "4.11", "AEC Commercio 2025: a cut of an agent's pay up to here is light (24 months added up)"
    )
    agents_cut_large: float = _share(
        0.15, "4.11", "AEC Commercio 2025: above it the cut is large, and barred in a contract's first 12 months"
    )

    # --- diversion and reactions
    diversion_prior: float = _set(
        2, "answers", "5.4", "an uninformed prior as heavy as two answers, spread over destinations", 1e-6
    )
    reliability_customer: float = _share(1.0, "5.4", "customers speak of their own spending")
    reliability_partner: float = _share(
        0.5, "5.4", "partners speak of others' spending and gain by overstating losses"
    )
    reliability_vendor: float = _share(0.25, "5.4", "the vendor's staff guess")
    reliability_intention: float = _share(
        1.0,
        "4.8",
        "what one means to do oneself, with nothing to gain by overstating, until a second wave scores it",
    )
    sides_agree_distance: float = _share(
        0.20, "3.11.6", "two sides that place one euro in five elsewhere do not agree"
    )
    delay_lost: float = _share(0.5, "5.4", "half of what is put off never comes (assumption D)")
    d2c_uptake_low: float = _share(
        0.3, "5.4", "stated probability to buy direct that is realised, low (assumption D)"
    )
    d2c_uptake_likely: float = _share(
        0.6, "5.4", "stated probability to buy direct that is realised, likely (assumption D)"
    )
    d2c_uptake_high: float = _share(
        0.9, "5.4", "stated probability to buy direct that is realised, high (assumption D)"
    )

    # --- investigation
    interview_max_minutes: float = _set(45, "minutes", "2.1", "after that attention and goodwill go")
    interview_opening_minutes: float = _set(3.5, "minutes", "2.1", "presentation, consent and thanks")
    interview_probing: float = _share(0.10, "2.1", "time for «why?» on top of reading and answering")
    cell_min: int = _set(5, "interviews", "4.2", "fewer cannot be reported", 1)
    two_informants_share: float = _share(0.05, "4.2", "a firm this large is worth two views")
    score_spread: float = _set(
        22,
        "points 0-100",
        "4.2",
        "standard deviation of a score before there are answers (assumption D)",
        0.1,
        100,
    )
    score_margin: float = _set(
        6, "points 0-100", "4.2", "half width of the interval aimed at for one side of the market", 0.1, 50
    )
    sample_level: float = _set(
        0.95,
        "share",
        "4.2",
        "the size of a sample is set at nineteen in twenty, with room for refusals",
        0.5,
        0.999,
    )
    size_classes: int = _set(
        3, "classes", "4.2", "large, medium, small: more gain little (Cochran 1977, 5A.8)", 1, 6
    )
    reserve_factor: float = _set(2, "times", "4.2", "one answer in three is a usual response among firms", 0, 20)
    cost_in_person: float = _set(
        450, "currency", "4.3", "half a day with travel, preparation and an hour of coding (assumption D)"
    )
    cost_video: float = _set(200, "currency", "4.3", "three hours: preparation, talk, coding (assumption D)")
    cost_phone: float = _set(150, "currency", "4.3", "as video, with a shorter talk (assumption D)")
    cost_self: float = _set(10, "currency", "4.3", "a form sent, reminded, checked (assumption D)")
    cost_customer: float = _set(
        0.6, "factor", "4.3", "a customer's guide is shorter than a partner's (assumption D)"
    )
    cost_vendor: float = _set(
        0.5, "factor", "4.3", "own people: no search, no travel, no incentive (assumption D)"
    )
    field_interviewers: int = _set(2, "interviewers", "4.4", "one may be ill (assumption D)", 1, 200)
    field_per_week: int = _set(
        6, "interviews", "4.4", "a week of one interviewer, appointments and notes included (assumption D)", 1, 100
    )
    wave_group_max: int = _set(
        60, "interviews", "4.4", "of one group in one wave: five weeks of two interviewers", 2, 1000
    )
    cost_share: float = _share(
        0.02, "4.3", "an interview may cost a fiftieth of what the respondent brings in a year"
    )
    budget_share: float = _share(
        0.01, "4.3", "a study above one per cent of the channels' contribution needs a reason"
    )
    mode_min_n: int = _set(15, "interviews", "4.4", "below that a difference between modes is noise", 2)
    fast_share: float = _share(0.6, "4.6", "below three fifths of the median time an interview was hurried")
    fast_min_n: int = _set(5, "interviews", "4.6", "the median of fewer interviews is no yardstick", 2)
    flat_sd: float = _set(0.5, "scale points", "4.6", "the same answer to everything")
    flat_min_items: int = _set(10, "items", "4.6", "fewer ratings may be alike by chance", 2)
    unknown_share: float = _share(0.3, "4.6", "who cannot answer a third is the wrong person")
    share_tolerance: float = _set(
        0.5, "points", "4.6", "thirds and sevenths written with a decimal miss 100 by less", 0, 10
    )
    duplicate_match: float = _share(
        0.85, "4.6", "two honest interviews seldom agree on 85 answers in 100 (Kuriakose & Robbins 2016)"
    )
    duplicate_min_answers: int = _set(25, "answers", "4.6", "few answers agree by chance (Simmons et al. 2016)", 2)
    contradiction_share: float = _share(0.10, "4.6", "who leads a step does more than a tenth of the task")
    contradiction_steps: int = _set(2, "steps", "4.6", "one step may be read in another way", 1, 4)
    contradiction_growth: float = _share(0.20, "4.6", "a fifth more sales within a year")
    contradiction_continuity: float = _set(
        3, "0-10", "4.6", "at most three chances in ten of selling as much as today", 0, 10
    )
    contradiction_rate: float = _share(
        0.20, "4.6", "twenty points beyond what the customers of the channel say, interval included"
    )
    contradiction_customers: int = _set(10, "interviews", "4.6", "the rate of fewer customers proves nothing", 5)
    interviewer_icc: float = _share(0.05, "4.6", "a twentieth of the variance made by who asks")
    interviewer_min: int = _set(
        3, "interviewers", "4.6", "an effect between two people cannot be told from territory", 2
    )
    interviewer_min_each: int = _set(8, "interviews", "4.6", "each must have enough interviews to be compared", 2)
    call_back_share: float = _share(0.10, "4.6", "one in ten is rung again")
    double_coding_share: float = _share(0.20, "4.6", "a fifth is enough to estimate agreement")
    alpha_good: float = _share(0.80, "4.6", "Krippendorff's level for firm conclusions")
    alpha_tentative: float = _share(0.667, "4.6", "Krippendorff's level for tentative ones")
    wave_gap_days: int = _set(
        90,
        "days",
        "4.8",
        "field work takes weeks and pulses come every six months: a pause this long is between waves",
        14,
    )
    full_wave_share: float = _share(
        0.5, "4.8", "a pulse asks a fifth of the questions of a part of the firms; a full wave repeats the whole"
    )
    pulse_months: int = _set(
        6, "months", "4.8", "pulses come every six months: what was done is looked at with the next", 1
    )
    feedback_days: int = _set(30, "days", "4.7", "who gave an hour hears back within a month", 1)
    key_months: int = _set(12, "months", "4.9", "names are cut from answers a year after the wave", 1)
    audio_months: int = _set(3, "months", "4.9", "a recording lives until it is coded", 1)

    def overridden(self, values: Mapping[str, float], file: str = "case.toml") -> Method:
        """Return these settings with some values changed.

        Raises:
            InputRefused: a name is unknown or a value is outside its range; all such faults at once.
        """
        known = dict(reasons())
        faults = []
        accepted: dict[str, Any] = {}
        for name, value in values.items():
            column = f"method.{name}"
            if name not in known:
                near = ", ".join(nearest(name, known))
                kind = "unknown_setting" if near else "unknown_setting_alone"
                faults.append(Fault(file, kind, column=column, hint=near))
            elif not (math.isfinite(value) and known[name].low <= value <= known[name].high):
                hint = known[name].range_text
                faults.append(Fault(file, "out_of_range", column=column, value=str(value), hint=hint))
            elif isinstance(getattr(self, name), int) and value != int(value):
                faults.append(Fault(file, "whole_number", column=column, value=str(value)))
            else:
                accepted[name] = type(getattr(self, name))(value)
        if faults:
            raise InputRefused(faults)
        return replace(self, **accepted)

    def changed(self) -> dict[str, float]:
        """Return the settings that differ from the defaults: a dossier prints them."""
        standard = Method()
        return {
            name: getattr(self, name) for name, _ in reasons() if getattr(self, name) != getattr(standard, name)
        }


def reasons() -> Iterator[tuple[str, Reason]]:
    """Walk through all settings: name and reason."""
    return ((setting.name, setting.metadata["reason"]) for setting in fields(Method))


def nearest(name: str, known: Mapping[str, object]) -> list[str]:
    """Return up to three known names that look like a mistyped one."""
    return difflib.get_close_matches(name, known, n=3, cutoff=0.6)

"""What a person's profiles come to: which are known, which exclude one another, and what the session page does."""

from __future__ import annotations

from collections.abc import Sequence

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.profiles import Profile, Support
from mirra.errors import PlanError
from mirra.practice.plan import length_of
from mirra.practice.steps.step import Step
from mirra.practice.terms import ShorterRule, TiredRule


def chosen(catalogue: Catalogue, ids: Sequence[str]) -> tuple[Profile, ...]:
    """The profiles of these ids, each once, in the catalogue's order.

    Raises ``PlanError`` when one is unknown, or when two exclude each other.
    """
    for id in ids:
        if id not in catalogue.profiles:
            known = ", ".join(catalogue.profiles)
            raise PlanError(f"There is no profile “{id}”.", where="profiles", todo=f"Choose from: {known}.")
    profiles = tuple(profile for profile in catalogue.profiles.values() if profile.id in ids)
    for profile in profiles:
        for other in profiles:
            if other.id in profile.not_with:
                raise PlanError(
                    f"The profiles “{profile.name}” and “{other.name}” exclude each other.",
                    where="profiles",
                    todo="Choose one of the two.",
                )
    return profiles


def support_of(profiles: Sequence[Profile]) -> Support:
    """All that the profiles ask of the session page, together."""
    changes: dict[str, object] = {}
    for profile in profiles:
        changes |= profile.support.model_dump(exclude_unset=True)
    return Support.model_validate(changes)


def shorter_rule(catalogue: Catalogue, practice: Sequence[Step]) -> ShorterRule | None:
    """The rule for "Too much today"; ``None`` where no step of the practice can be made shorter."""
    energy = catalogue.questions.energy
    whole, minutes = length_of(practice), length_of(step.shorter(energy.share) for step in practice)
    if minutes >= whole:
        return None
    return ShorterRule(share=energy.share, minutes=minutes, claim=energy.claim)


def tired_rule(catalogue: Catalogue, profiles: Sequence[Profile]) -> TiredRule | None:
    """The rule for answers about energy, where a profile asks about it."""
    energy = catalogue.questions.energy
    if not any(profile.asks_energy for profile in profiles):
        return None
    return TiredRule(
        question=energy.question.id,
        shorten=energy.shorten,
        offer=energy.offer,
        share=energy.share,
        offer_words=energy.offer_words,
        shorter_words=energy.shorter_words,
        claim=energy.claim,
    )

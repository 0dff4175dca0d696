"""Who may let held letters leave, and what is said when nobody may."""

from planning.not_permitted import NotPermitted


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: spaces and capital letters make nobody another."""
    first, second = ("".join(name.casefold().split()) for name in (one, other))
    return first == second


def second_person_wanted(by: str) -> NotPermitted:
    """Return the refusal of a release by somebody who is the only one to have asked for it."""
    return NotPermitted(
        f"{by} har allerede bedt om frigivelsen. Årshjulet kræver fire øjne: en anden skal også frigive.",
        f"{by} has already asked for the release. The cycle wants four eyes: somebody else must release too.",
    )


def nothing_held(cycle: str, step: str) -> NotPermitted:
    """Return the refusal of a release where no letter is held."""
    return NotPermitted(
        f"Trinnet »{step}« i {cycle} har ingen tilbageholdte breve.",
        f"The step “{step}” of {cycle} has no held letters.",
    )

"""Two spellings are alike at the first form that makes them equal; the form's name is the reason shown."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

Form = tuple[str, Callable[[str], str | None]]
"""A reason, and the function that rewrites a text; None where the text cannot be read as that kind."""


class Pairwise(NamedTuple):
    """A reason, and a question about both texts at once, for what no rewriting of one alone can tell."""

    why: str
    alike: Callable[[str, str], bool]


def likeness(ours: str, theirs: str, forms: Iterable[Form | Pairwise]) -> str | None:
    """
    Return why two texts mean the same: "" letter for letter, else a reason ("case"); None when they differ.

    `forms` go from strict to forgiving. The order of the two texts never matters. A form that cannot read one
    of them (None) is passed over.
    """
    if ours == theirs:
        return ""
    for form in forms:
        if isinstance(form, Pairwise):
            if form.alike(ours, theirs):
                return form.why
            continue
        why, rewrite = form
        text = rewrite(ours)
        if text is not None and text == rewrite(theirs):
            return why
    return None

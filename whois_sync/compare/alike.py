"""Two spellings are alike at the first form that makes them equal; the form's name is the reason shown."""

from collections.abc import Callable, Iterable

Form = tuple[str, Callable[[str], str | None]]
"""A reason, and the function that rewrites a text; None where the text cannot be read as that kind."""


def likeness(ours: str, theirs: str, forms: Iterable[Form]) -> str | None:
    """
    Return why two texts mean the same: "" letter for letter, else a reason ("case"); None when they differ.

    `forms` go from strict to forgiving. The order of the two texts never matters. A form that cannot read one
    of them (None) is passed over.
    """
    if ours == theirs:
        return ""
    for why, rewrite in forms:
        form = rewrite(ours)
        if form is not None and form == rewrite(theirs):
            return why
    return None

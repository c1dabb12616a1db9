"""A notice as HTML: the same blocks in the layout that `notifications.words.build` has compiled."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from notifications.words.blocks import Told
from portfolio.contacts import Language

COMPILED = "notice.html.jinja"


def as_html(told: Told, language: Language) -> str:
    """Return the HTML part of the message: no images, nothing from elsewhere, nothing that reports back."""
    return _template().render(title=told.title, blocks=told.blocks, lang=str(language))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("notifications", "words"),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=False,
    )
    return environment.get_template(COMPILED)

"""Reads what people see out of HTML and PDF, by other means than those it was made with."""

import io
from html.parser import HTMLParser

import pypdf


class Page(HTMLParser):
    """The visible words of a page, its elements with their attributes, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._silent = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"title", "style", "script"}:
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()

    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    def links(self) -> list[str]:
        return [str(attributes["href"]) for tag, attributes in self.elements if tag == "a"]


def text_of_pdf(raw: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(raw)).pages
    return "\n".join(page.extract_text() for page in pages)

"""XML is read with every door shut."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar.exchange import Unreadable
from registrar.forms import markup
from registrar.forms.markup import Node

DOCTYPE = '<!DOCTYPE OPS_envelope SYSTEM "ops.dtd">'


def _laughs(levels: int = 10) -> str:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(levels)
    )
    return f"<!DOCTYPE a [{entities}]><a>&l{levels - 1};</a>"


ATTACKS = {
    "internal entity": '<!DOCTYPE a [<!ENTITY e "text">]><a>&e;</a>',
    "internal entity in an attribute": '<!DOCTYPE a [<!ENTITY e "text">]><a key="&e;"/>',
    "external entity": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
    "external entity over http": '<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]><a>&e;</a>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:9/e"> %e;]><a/>',
    "billion laughs": _laughs(),
    "quadratic blow-up": f'<!DOCTYPE a [<!ENTITY e "{"x" * 50_000}">]><a>{"&e;" * 1_000}</a>',
    "default attribute": '<!DOCTYPE a [<!ATTLIST a key CDATA "planted">]><a/>',
    "a bracket behind a quoted >": '<!DOCTYPE a SYSTEM "x>y" [<!ENTITY e "text">]><a>&e;</a>',
    "an entity that nothing declares": f"{DOCTYPE}<OPS_envelope>&planted;</OPS_envelope>",
    "lower case": '<!doctype a [<!entity e "text">]><a>&e;</a>',
    "two roots": "<a/><a/>",
    "deep nesting": "<a>" * 10_000 + "</a>" * 10_000,
    "nothing": "",
    "blanks": "  \n",
    "HTML": "<!DOCTYPE html><html><head><meta></head></html>",
    "JSON": '{"is_success": 1}',
    "a NUL": "<a>\x00</a>",
    "one attribute twice": '<a key="1" key="2"/>',
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_unreadable(attack: str) -> None:
    with pytest.raises(Unreadable):
        markup.read(attack.encode())


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "latin-1", "utf-7"])
def test_another_encoding_does_not_get_past_the_check(codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE a [<!ENTITY e "é">]><a>&e;</a>'
    with pytest.raises(Unreadable):
        markup.read(text.encode(codec))


def test_what_is_declared_about_the_encoding_is_not_believed() -> None:
    hidden = b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-b/+AD4-</a>'
    assert markup.read(hidden) == Node("a", "+ADw-b/+AD4-")


def test_a_file_named_in_the_doctype_is_not_opened(tmp_path: Path) -> None:
    dtd = tmp_path / "ops.dtd"
    dtd.write_text('<!ENTITY planted "from the file"><!ATTLIST a key CDATA "from the file">')
    assert markup.read(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a/>'.encode()) == Node("a")
    with pytest.raises(Unreadable):
        markup.read(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a>&planted;</a>'.encode())


def test_a_doctype_alone_is_tolerated() -> None:
    assert markup.read(f"<?xml version='1.0'?>\n{DOCTYPE}\n<OPS_envelope/>".encode()) == Node("OPS_envelope")


def test_comments_and_instructions_are_no_content() -> None:
    assert markup.read(b"<a><!-- no --><?php no ?><b>yes</b></a>").children == (Node("b", "yes"),)


def test_what_is_wrong_is_said_without_the_document() -> None:
    with pytest.raises(Unreadable) as raised:
        markup.read(b"<planted>secret</other>")
    assert "planted" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_a_character_that_xml_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="XML compatible"):
        markup.write(Node("a", "\x00"), doctype=DOCTYPE)


@given(
    st.text(
        st.characters(
            min_codepoint=32, blacklist_categories=["Cs", "Cn"], blacklist_characters="\ufffe\uffff\x7f"
        )
    )
)
def test_a_text_comes_back_as_it_was_sent(text: str) -> None:
    body = markup.write(Node("a", children=(Node("b", text, {"key": text}),)), doctype="<!DOCTYPE a>")
    (told,) = markup.read(body).children
    assert told == Node("b", text.strip(), {"key": text})

"""The markup of the templates: what each sign makes, and that values are text whatever they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.words.blocks import Call, Foot, Heading, Items, Name, Paragraph, one_line, read, sealed


def test_each_sign_makes_its_block() -> None:
    words = read(
        "= Title\n\nHello,\n\n# Heading\n> example.com\nOne.\nTwo.\n\n- a\n- b\n\n"
        "@ House\n@tel Phone: | +1 613 555 0199\n@mail E-mail: | a b@example.org\n"
    )
    assert words.title == "Title"
    assert words.blocks == (
        Paragraph("Hello,"),
        Heading("Heading"),
        Name("example.com"),
        Paragraph("One. Two."),
        Items(("a", "b")),
        Foot((
            Call("", "House"),
            Call("Phone:", "+1 613 555 0199", "tel:+16135550199"),
            Call("E-mail:", "a b@example.org", "mailto:a%20b@example.org"),
        )),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "href"),
    [
        ("+1 613 555 0199", "tel:+16135550199"),
        ("+1 613 555 0199 ext. 12", "tel:+16135550199;ext=12"),
        ("613 555 0199", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_number_is_called_only_where_it_is_clear_which_it_is(number: str, href: str | None) -> None:
    assert read(f"= x\n@tel Phone: | {number}").blocks == (Foot((Call("Phone:", number, href),)),)


def test_an_address_cannot_add_to_a_link() -> None:
    (foot,) = read(f"= x\n@mail E-mail: | {sealed('a@example.org?bcc=b@example.net&x')}").blocks
    assert isinstance(foot, Foot)
    assert foot.calls[0].href == "mailto:a@example.org%3Fbcc%3Db@example.net%26x"


@pytest.mark.parametrize("text", ["", "x", "= a\n= b", "= \n"])
def test_a_notice_has_one_title(text: str) -> None:
    with pytest.raises(ValueError, match="one title"):
        read(text)


def test_no_value_is_an_error_and_an_empty_one_is_not() -> None:
    with pytest.raises(ValueError, match="lacks one of its values"):
        sealed(None)
    assert read(f"= x{sealed('')}").title == "x"


@given(st.text(), st.sampled_from(["", "# ", "> ", "- ", "@ ", "@tel Phone | "]))
def test_whatever_a_value_holds_it_stays_in_its_block(value: str, sign: str) -> None:
    words = read(f"= x\n\n{sign}a{sealed(value)}b\n")
    assert len(words.blocks) == 1
    wanted = f"a{one_line(value)}b"
    match words.blocks[0]:
        case Items():
            assert words.blocks[0].items == (wanted,)
        case Foot():
            assert [call.value for call in words.blocks[0].calls] == [wanted]
        case block:
            assert block.text == wanted


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xD800, 0xDFFF])
def test_every_break_and_control_character_is_a_blank(code: int) -> None:
    assert one_line(f"a{chr(code)}b") == "a b"
    assert one_line(f"{chr(code)}a{chr(code)}{chr(code)}") == "a"


@pytest.mark.parametrize("code", [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_every_turn_of_direction_is_left_out(code: int) -> None:
    assert one_line(f"a{chr(code)}b") == "ab"


@given(st.text())
def test_one_line_is_one_line_and_stays_so(value: str) -> None:
    line = one_line(value)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert line.encode().decode() == line

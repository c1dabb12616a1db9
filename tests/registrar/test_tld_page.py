"""The page of what TLDs ask is written from the rules themselves, and found stale when they change."""

from pathlib import Path

import pytest

from registrar import tld_page
from registrar.attributes import vendors


def test_the_page_tells_every_attribute_choice_source_and_doubt() -> None:
    text = tld_page.page(tld_page.rules_with_attributes(), list(vendors()))
    for rules in tld_page.rules_with_attributes():
        assert f"## {rules.title}\n" in text
        for attribute in rules.attributes:
            assert f"### `{attribute.name}`\n" in text
            assert all(f"| `{value}` | {choice.en} |" in text for value, choice in attribute.choices.items())
        assert all(source.title in text for source in rules.sources.values())
        assert all(f"- {doubt}\n" in text for doubt in rules.unsure)
    for table in vendors():
        for places in table.places.values():
            assert all(f"| `{place.name}` |" in text for place in places.values())


def test_ca_comes_first_and_tells_its_conditions() -> None:
    assert [rules.tld for rules in tld_page.rules_with_attributes()] == [
        "ca", "au", "de", "eu", "fr", "uk", "us",
    ]  # fmt: skip
    text = tld_page.page(tld_page.rules_with_attributes()[:1], [])
    assert "needed when `ca.legal_type` is `TDM` or `OMK`; kept with the order" in text
    assert "written down by the house with `ca.agreement_version`" in text


def test_the_page_is_fresh() -> None:
    assert tld_page.main(["--check"]) == 0


def test_a_stale_page_is_told_and_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "reference" / "tlds.md"
    assert tld_page.main([], path=page) == 0
    assert tld_page.main(["--check"], path=page) == 0
    page.write_text("old", "utf-8")
    assert tld_page.main(["--check"], path=page) == 1
    assert page.read_text("utf-8") == "old"
    assert "run python -m registrar.tld_page" in capsys.readouterr().err

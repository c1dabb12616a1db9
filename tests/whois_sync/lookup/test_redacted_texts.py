"""Placeholders are never values; what looks like one and is none, is."""

import pytest

from whois_sync.lookup.redaction import is_placeholder, is_service, is_stand_in_address


@pytest.mark.parametrize(
    "text",
    [
        "REDACTED FOR PRIVACY",
        "Redacted for Privacy Purposes",
        "redacted",
        "REDACTED | Registry Policy",
        "DATA REDACTED",
        "Not Disclosed - Visit www.example.ee for webbased WHOIS",
        "<data not disclosed>",
        "(not shown)",
        "Private Person",
        "Hidden upon user request",
        "HIDDEN! Details are available at http://www.example.by/whois",
        "n/a",
        "-",
        "---",
        "*****",
        "Please query the RDDS service of the Registrar of Record identified in this output",
        "Please ask the Registrar of Record identified in this output for information on how to contact",
        "select contact domain holder link at https://www.example.net/whois",
        "NOT DISCLOSED!",
        "Statutory Masking Enabled",
        "Visit www.example.ae for Web based WhoIs",
        "GDPR Masked",
        "Registration Private",
        "[REDACTED]",
        "Data Protected, not disclosed",
        "Not shown, please visit www.example.be for webbased whois.",
        "REDACTED FOR PRIVACY (DT)",
    ],
)
def test_a_placeholder_is_told(text: str) -> None:
    assert is_placeholder(text) or is_service(text)


@pytest.mark.parametrize(
    "text",
    [
        "Private Bag X9",
        "Example Private Limited",
        "private joint-stock company example",
        "Hidden Valley Road 7",
        "Accessible Homes Ltd",
        "Visitor Centre",
        "Nathan Example",
        "Nona Example",
        "Masked Ball Productions",
        "Protected Areas Agency",
        "None Such Street",
        "Redactor Example",
        "By The Sea 4",
        "Privateer Lane",
        "N. A. Example",
        "Contact Lens Shop",
        "Unit 1-2",
        "Publix Example",
        "Registrant Example Foundation",
        "Gdprova Example",
        "Private Equity Example AG",
    ],
)
def test_a_look_alike_is_a_value(text: str) -> None:
    assert not is_placeholder(text)
    assert not is_service(text)


def test_an_empty_text_is_no_placeholder() -> None:
    assert not is_placeholder("")


@pytest.mark.parametrize(
    "name",
    [
        "Domains By Proxy, LLC",
        "WhoisGuard, Inc.",
        "Contact Privacy Inc. Customer 0100",
        "Privacy service provided by Withheld for Privacy ehf",
        "Whois Privacy Protection Service",
    ],
)
def test_a_privacy_service_is_told(name: str) -> None:
    assert is_service(name)


def test_a_stand_in_address_is_told() -> None:
    assert is_stand_in_address("EXAMPLE.COM@domainsbyproxy.com")
    assert is_stand_in_address("0100.protect@whoisguard.example")
    assert not is_stand_in_address("one@example.com")

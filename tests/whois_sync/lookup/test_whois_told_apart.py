"""
What a text is: an answer about a registration, an absence, a refusal, trouble. Never one taken for another.
"""

import pytest

from portfolio.observation import Absent, Observation, Seen, Unreadable, Why
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.samples import read

TERMS = """\
% By submitting a query you agree not to use the information made available to allow, enable or
% otherwise support the transmission of unsolicited advertising. Access may be withdrawn or restricted
% at any time for exceeding query rate or volume limits, and a name that is not found, or is reserved, or
% that is available for registration, may be shown as such. Excessive querying of this server is forbidden.
"""


def why(observation: Observation) -> Why | None:
    return observation.why if isinstance(observation, Unreadable) else None


@pytest.mark.parametrize(
    "said",
    [
        "% Too many requests...\n%\n% No entries found in the database.",
        "WHOIS LIMIT EXCEEDED - SEE WWW.EXAMPLE.NET/WHOIS FOR DETAILS",
        "You have exceeded your quota of queries.",
        "whois.example.net: only 1 request per second allowed, try again later",
        "Please go away for 13 Seconds",
        "% Maximum queries per hour reached (100)",
        "% Excessive querying, grace period of 2 seconds",
        "example.com\n-3: IP address blocked",
        "% WHOIS example.com\n-1: Still in grace period, wait 30 seconds",
        "Your connection limit exceeded. Please slow down and try again later.",
        "Query rate limit exceeded. Reduced information.\n\nNo match for example.com",
        "Number of allowed queries exceeded.",
        "% Query rate limit exceeded for your address.\n% Please try again later.",
        "domain_name: example.com\nquery_status: 440 Request Denied",
    ],
)
def test_a_throttled_text_is_never_an_absence(said: str) -> None:
    assert why(read(f"{TERMS}\n{said}\n", "example.com")) is Why.THROTTLED


@pytest.mark.parametrize(
    "said",
    [
        'No match for "EXAMPLE.COM".',
        'No match for domain "EXAMPLE.COM".\n>>> Last update of WHOIS database: 2026-11-20T10:00:00Z <<<',
        "NOT FOUND",
        "Domain not found.",
        "Not found: example.com",
        "Domain:\texample.com\nStatus:\tAVAILABLE",
        "Domain: example.com\nStatus: free",
        "Domain Name: example.com\nDomain Status: No Object Found",
        "Domain name:           example.com\nDomain status:         available",
        "domain_name: example.com\nquery_status: 220 Available",
        'Status: AVAILABLE (No match for domain "example.com")',
        "Available\nDomain: example.com",
        "%ERROR:101: no entries found\n%\n% No entries found.",
        'domain "example.com" not found.',
        '"example.com" not found.',
        "example.com is available for registration",
        "No_Se_Encontro_El_Objeto/Object_Not_Found",
        "This query returned 0 objects.",
        "The queried object does not exist: DOMAIN NOT FOUND",
        'Object "example.com" NOT FOUND.',
        "We could not find the requested domain on our system",
    ],
)
def test_a_free_name_is_absent_whatever_the_words(said: str) -> None:
    assert isinstance(read(f"{TERMS}\n{said}\n", "example.com"), Absent)


@pytest.mark.parametrize(
    "said",
    [
        "Reserved by Registry",
        "Restricted",
        "Domain: example.com\nStatus: RESERVED",
        "Domain not available",
        "The domain you requested is prohibited.",
        "RESTRICTED - Restricted domain name",
        'Status: PREMIUM NAME (No match for domain "example.com")',
        "Domain: example.com\nStatus: UNASSIGNABLE",
        "example.com is reserved by the registry and cannot be registered.",
    ],
)
def test_a_name_held_back_is_reserved_not_free(said: str) -> None:
    assert why(read(f"{said}\n\n{TERMS}", "example.com")) is Why.RESERVED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Service temporarily unavailable.", Why.UNAVAILABLE),
        (
            "* Sorry, the Whois database is currently down.\n* Please wait a while and try again.",
            Why.UNAVAILABLE,
        ),
        ("whois.example.net: Server too busy, try again later", Why.UNAVAILABLE),
        ("<!DOCTYPE html>\n<html><title>404 Not Found</title></html>", Why.UNAVAILABLE),
        ("Invalid input", Why.REFUSED),
        ("No whois server is known for this kind of object.", Why.REFUSED),
        ("There is no response from the registry", Why.NOT_UNDERSTOOD),
        ("Could not find the server", Why.NOT_UNDERSTOOD),
        ("This WHOIS server does not have any records for that zone.", Why.NOT_UNDERSTOOD),
        ("No permission to access", Why.NOT_UNDERSTOOD),
        ("% Access denied: your address may not query this server.", Why.REFUSED),
        ("Domain: example.com\nStatus: invalid", Why.REFUSED),
        ("", Why.NO_ANSWER),
        (" \n\n", Why.NO_ANSWER),
        ("Hello.", Why.NOT_UNDERSTOOD),
        (TERMS, Why.NOT_UNDERSTOOD),
        ("Domain Name: example.com", Why.NOT_UNDERSTOOD),
    ],
)
def test_trouble_says_nothing_of_the_name(said: str, reason: Why) -> None:
    assert why(read(said, "example.com")) is reason


def test_not_found_in_the_terms_of_a_registered_name_is_no_absence() -> None:
    assert isinstance(read(samples.ICANN, "example.com"), Seen)
    assert isinstance(read(f"{samples.SECTIONS}\n{TERMS}\n% No entries found? Ask us.", "example.it"), Seen)


@pytest.mark.parametrize("text", [samples.ICANN, samples.INDENTED, 'No match for "EXAMPLE.NET".'])
def test_an_answer_about_another_name_is_not_believed(text: str) -> None:
    assert why(read(text, "another-example.org")) is Why.OTHER_NAME


@pytest.mark.parametrize("printed", ["EXÄMPLE.DE", "xn--exmple-cua.de", "exämple.de."])
def test_a_name_is_the_same_in_every_spelling(printed: str) -> None:
    text = f"Domain: {printed}\nNserver: ns1.example.net\nStatus: connect\n"
    assert isinstance(read(text, "exämple.de"), Seen)


def test_a_registered_name_without_delegation_or_dates_is_seen_by_its_status() -> None:
    observation = read("Domain Name: EXAMPLE.GOV\nStatus: ACTIVE\n", "example.gov")
    assert isinstance(observation, Seen)
    assert observation.statuses == ("ACTIVE",)


def test_a_text_beyond_the_cap_is_not_read_at_all() -> None:
    assert why(read(samples.ICANN + "x" * 300_000, "example.com")) is Why.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "said",
    [
        "% Available on web at http://whois.example.net/\n% Please use it.\n",
        "% you agree not to use the information made\n% available to:\n",
        "Free of charge, for everyone.\n",
    ],
)
def test_a_word_of_availability_in_a_servers_greeting_is_no_absence(said: str) -> None:
    observation = read(said, "example.com")
    assert isinstance(observation, Unreadable)


def test_a_sentence_of_absence_outweighs_a_heading_with_prose_below_it() -> None:
    said = "Not found: example.com\n\nRegistrant Contact:\nDisclosure of contact data is a matter of law\n"
    assert isinstance(read(said, "example.com"), Absent)


@pytest.mark.parametrize(
    "said",
    [
        "Host not found\n",
        "404 page not found\n",
        "File not found.\n",
        "command not found\n",
        "Zone not found\n",
        "Whois server not found\n",
        "The registry is undergoing maintenance; domain not found results may be wrong\n",
        "Query limit exceeded. No match\n",
        "% database error: domain not found in cache, try later\n",
        "The requested URL was not found on this server.\n",
    ],
)
def test_the_absence_of_something_else_is_not_the_names(said: str) -> None:
    assert isinstance(read(said, "example.com"), Unreadable)


@pytest.mark.parametrize(
    "said",
    [
        "The requested domain was not found in the Registry or Registrar's WHOIS Server.\n",
        "%% No entries found for EXAMPLE.COM\n",
        "*** Nothing found for this query.\n",
        "Domain Status: No Object Found\n",
        "query_status: 220 Available\n",
        "Domain name: example.com\nStatus: Available\n",
        "No_Se_Encontro_El_Objeto/Object_Not_Found\n",
    ],
)
def test_an_absence_is_told_in_the_words_of_many_registries(said: str) -> None:
    assert isinstance(read(said, "example.com"), Absent)


@pytest.mark.parametrize("mark", ["% ", ">>> ", "# "])
def test_an_absence_beside_terms_of_use_is_told_from_them_by_the_mark_of_comments(mark: str) -> None:
    terms = "\n".join(line.removeprefix("% ") for line in TERMS.strip().split("\n"))
    marked = "\n".join(f"{mark}{line}" for line in terms.split("\n"))
    said = "Domain example.com is not registered"
    assert isinstance(read(f"{marked}\n{said}\n", "example.com"), Absent)
    assert isinstance(read(f"{mark}{said}\n{terms}\n", "example.com"), Absent)
    assert why(read(f"{marked}\n{terms}\n", "example.com")) is Why.NOT_UNDERSTOOD

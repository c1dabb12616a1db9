"""Bad input gets one clear line, and changes nothing."""

import pytest

from tests.journeys.conftest import PERSON, Staff

REGISTER = ("--client", "bakery", "--account", "box", "--registrant", "owner", "--yes")
ALL = (*REGISTER, "--admin", "office", "--tech", "desk")
CORPORATION = ("--attribute", "ca.legal_type=CCO")
NEW = ("contact", "add", "new", "--client", "bakery")
MAIL = ("--email", "new@example.com")


def _unchanged(staff: Staff) -> tuple[object, ...]:
    listed = [
        staff.must(*command, "--json").data
        for command in (
            ("client", "list"),
            ("contact", "list"),
            ("account", "list"),
            ("orders", "list"),
            ("domains",),
        )
    ]
    return (*listed, staff.must("audit", "verify").out, staff.box.log.ledger, staff.box.registry.names())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("register", "no name", *ALL), "not a domain name"),
        (("register", "example", *ALL), "has no dot"),
        (("register", "www.example-bakery.ca", *ALL, *CORPORATION), "a registry sells"),
        (("register", "example-bakery.ca", *ALL), "ca.legal_type"),
        (("register", "example-bakery.ca", *ALL, "--attribute", "ca.legal_type=XXX"), "must be one of"),
        (("register", "example-bakery.ca", *ALL, "--attribute", "nonsense"), "name=value"),
        (("register", "example-bakery.ca", *REGISTER, "--admin", "office", *CORPORATION), "tech contact"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--billing", "owner"), "takes no billing"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--years", "11"), "1 to 10 years"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--account", "nobody"), "nobody"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--client", "nobody"), "nobody"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--tech", "nobody"), "nobody"),
        (
            ("register", "example-bakery.ca", *ALL, *CORPORATION, "--price-limit", "0.50 USD"),
            "above the limit",
        ),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--price-limit", "cheap"), "price limit"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--nameserver", "ns1"), "has no dot"),
        ((*NEW, *PERSON, *MAIL, "--phone", "613"), "--phone"),
        ((*NEW, *PERSON, *MAIL, "--phone", "+1.613"), "--phone"),
        ((*NEW, *PERSON, *MAIL, "--country", "ZZ"), "country"),
        ((*NEW, *PERSON, *MAIL, "--province", "XX"), "province"),
        ((*NEW, *PERSON, "--email", "nobody"), "email"),
        ((*NEW, *MAIL, "--family", "Example"), "--street"),
        (("contact", "add", "Not A Slug", "--client", "bakery", *PERSON, *MAIL), "slug"),
        (("contact", "add", "owner", "--client", "bakery", *PERSON, *MAIL), "owner"),
        (("contact", "add", "new", "--client", "nobody", *PERSON, *MAIL), "nobody"),
        (("contact", "edit", "nobody", "--given", "X", "--yes"), "nobody"),
        (("contact", "edit", "owner", "--given", "Changed"), "not saved"),
        (("client", "add", "bakery", "--name", "Again"), "bakery"),
        (("client", "add", "new", "--name", "New", "--timezone", "Mars/Base"), "time zone"),
        (("account", "test", "nobody"), "nobody"),
        (("account", "import", "box", "--client", "nobody"), "nobody"),
        (("domain", "show", "example.com"), "example.com"),
        (("check", "example.com"), "example.com"),
        (("check", "no name"), "not a domain name"),
        (("register", "example-bakery.ca", *ALL, *CORPORATION, "--years", "0"), "1 to 10 years"),
        (("renew", "no name", "--yes"), "not a domain name"),
        (("renew", "example.com", "--yes"), "example.com"),
        (("renew", "example.com", "--years", "0", "--yes"), "example.com"),
        (("renew", "example.com", "--price-limit", "cheap"), "price limit"),
        (("renew", "example.com", "--price-limit", "-5 USD"), "price limit"),
        (("restore", "example.com", "--yes", "--price-limit", "50"), "example.com"),
        (("transfer", "example-bakery.com", *ALL, "--auth-code-stdin"), "one line of 1 to 255"),
        (("transfer", "example-bakery.com", *ALL, "--auth-code-file", "/nowhere/auth-code"), "No such file"),
        (("transfer", "example-bakery.ca", *ALL, *CORPORATION), "is free"),
        (("transfer", "example-bakery.com", *ALL, "--tech", "nobody"), "nobody"),
        (("orders", "show", "ns-nothing"), "ns-nothing"),
        (("orders", "approve", "ns-nothing"), "ns-nothing"),
        (("orders", "approve", "batch-nothing-1", "--total", "1"), "batch-nothing-1"),
        (("orders", "submit", "ns-nothing"), "ns-nothing"),
        (("orders", "reconcile", "ns-nothing"), "ns-nothing"),
        (("orders", "reconcile", "ns-nothing", "--dry-run"), "ns-nothing"),
        (("orders", "close", "ns-nothing", "--why", "nothing"), "ns-nothing"),
        (("repair", "approve", "7"), "7"),
        (("init",), "already"),
    ],
)
def test_bad_input_is_told_in_one_line_and_changes_nothing(
    staff: Staff, command: tuple[str, ...], said: str
) -> None:
    before = _unchanged(staff)
    result = staff.type(*command)
    assert result.code == 1, result
    told = result.err.strip().splitlines()
    assert said in result.err
    assert len(told) <= 2, told
    assert "nothing was changed" in result.err
    assert _unchanged(staff) == before


def test_a_live_account_cannot_be_a_sandbox_and_the_other_way_round(staff: Staff) -> None:
    common = ("--registrar", "opensrs", "--username", "someone", "--key-from-stdin")
    live = staff.type(
        "account", "add", "live", *common, "--endpoint", staff.box.addresses.opensrs, stdin="key"
    )
    assert live.code == 1
    mixed = staff.type(
        "account", "add", "mixed", *common, "--environment", "sandbox",
        "--endpoint", "https://rr-n1-tor.opensrs.net:55443/", stdin="key",
    )  # fmt: skip
    assert mixed.code == 1
    assert [a["slug"] for a in staff.must("account", "list", "--json").data] == ["box"]
    assert not (staff.home / "secrets" / "live").exists()


def test_an_unknown_registrar_is_told_with_those_there_are(staff: Staff) -> None:
    said = staff.type(
        "account", "add", "x", "--registrar", "nobody", "--username", "u", "--endpoint", "https://example.com/",
        "--key-from-stdin", stdin="k",
    )  # fmt: skip
    assert said.code == 1
    assert "opensrs" in said.err


@pytest.mark.parametrize("command", [("nonsense",), ("check", "--nonsense"), ("client", "add"), ("observe",)])
def test_a_command_line_that_is_not_understood_ends_with_64(staff: Staff, command: tuple[str, ...]) -> None:
    assert staff.type(*command).code == 64


def test_before_init_every_command_says_what_to_do(founded: Staff) -> None:
    nowhere = Staff(founded.home.parent / "nowhere", founded.box, founded.capture)
    for command in (
        ("domains",),
        ("check",),
        ("notices", "run"),
        ("observe", "example.ca"),
        ("client", "list"),
    ):
        said = nowhere.type(*command)
        assert said.code == 1
        assert "namesteward init" in said.err
    assert not nowhere.home.exists()


def test_a_wrong_api_key_is_told_as_that(founded: Staff) -> None:
    founded.must("client", "add", "bakery", "--name", "Example Bakery Inc.")
    founded.must(
        "account", "add", "box", "--registrar", "opensrs", "--environment", "sandbox", "--username",
        founded.box.opensrs_username, "--endpoint", founded.box.addresses.opensrs,
        "--key-from-stdin", stdin="wrong",
    )  # fmt: skip
    said = founded.type("account", "test", "box")
    assert said.code == 1
    assert "key" in said.err
    assert "wrong" not in said.err.replace("what was wrong", "")


def test_a_key_that_others_may_read_is_refused(staff: Staff) -> None:
    (staff.home / "secrets" / "box").chmod(0o644)
    said = staff.type("account", "test", "box")
    assert said.code == 1
    assert "chmod 600" in said.err


def test_what_is_secret_is_kept_from_others(staff: Staff) -> None:
    for file in ("key", "secrets/box", "sandbox.json"):
        assert (staff.home / file).stat().st_mode & 0o077 == 0, file


def test_an_account_whose_key_is_gone_could_not_be_asked_and_the_public_record_still_is(staff: Staff) -> None:
    staff.registers("example-bakery.ca", *CORPORATION)
    (staff.home / "secrets" / "box").unlink()
    said = staff.type("check", "--json")
    [report] = said.data
    assert report["registrar"] == "unreadable: refused (opensrs)"
    assert report["public"].startswith("seen")
    assert said.code == 4


def test_a_malformed_list_of_rdap_servers_is_told_with_the_file_to_look_at(staff: Staff) -> None:
    (staff.home / "rdap-servers.toml").write_text("[overrides\n")
    said = staff.type("observe", "example-bakery.ca")
    assert said.code == 1
    assert "rdap-servers.toml" in said.err
    assert "Traceback" not in said.err

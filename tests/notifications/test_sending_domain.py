"""What is wrong with the sending domain is said in plain words; no answer is not called missing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from notifications.post.signing import Signer
from notifications.sending_domain.check import check_sending_domain
from notifications.sending_domain.dns_lookup import NotTold, Told
from notifications.sending_domain.finding import DomainFinding, DomainState
from tests.notifications.keys import private_key, public_key
from tests.notifications.stub_dns import Act, StubDns

OK, MISSING, WEAK, UNCLEAR = DomainState.OK, DomainState.MISSING, DomainState.WEAK, DomainState.UNCLEAR
KEY = public_key(private_key())
PLACE = "mail2027._domainkey.example.org"
GOOD: dict[tuple[str, str], list[str] | Act] = {
    ("example.org", "TXT"): ["some other words", "v=spf1 include:spf.example.net -all"],
    ("spf.example.net", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ~all"],
    (PLACE, "TXT"): [f"v=DKIM1; k=rsa; p={KEY}"],
    ("_dmarc.example.org", "TXT"): ["v=DMARC1; p=quarantine; adkim=s; aspf=s"],
    ("example.org", "MX"): ["10 mx.example.org."],
}


@pytest.fixture
def dns() -> Iterator[StubDns]:
    with StubDns(dict(GOOD)) as server:
        yield server


def checked(dns: StubDns, **changes: str) -> dict[str, DomainFinding]:
    whole = {"domain": "example.org", "selector": "mail2027", "public_key": KEY} | changes
    found = check_sending_domain(whole.pop("domain"), whole.pop("selector"), dns.look_up(), **whole)
    return {finding.about: finding for finding in found}


def states(dns: StubDns, **changes: str) -> dict[str, DomainState]:
    return {about: finding.state for about, finding in checked(dns, **changes).items()}


def test_a_domain_in_order_is_ok_in_everything_and_told_what_cannot_be_seen(dns: StubDns) -> None:
    found = checked(dns)
    assert [finding.state for finding in found.values()] == [OK] * 5
    assert list(found) == ["SPF", "DKIM", "DMARC", "alignment", "bounces"]
    assert "cannot be seen from here" in found["SPF"].says
    assert "2048 bits" in found["DKIM"].says
    assert all(finding.add == "" for finding in found.values())


def test_our_own_signers_key_is_the_one_that_is_looked_for(dns: StubDns) -> None:
    signer = Signer(domain="example.org", selector="mail2027", key=private_key())
    assert states(dns, public_key=signer.public_key)["DKIM"] is OK
    other = Signer(domain="example.org", selector="mail2027", key=private_key(2))
    found = checked(dns, public_key=other.public_key)["DKIM"]
    assert (found.state, found.add) == (MISSING, f'{PLACE}. TXT "v=DKIM1; k=rsa; p={other.public_key}"')
    assert "not the one we sign with" in found.says


def test_a_bare_domain_is_told_each_record_to_add() -> None:
    with StubDns() as dns:
        found = checked(dns)
    assert {about: finding.state for about, finding in found.items()} == {
        "SPF": MISSING, "DKIM": MISSING, "DMARC": MISSING, "alignment": OK, "bounces": MISSING,
    }  # fmt: skip
    assert found["SPF"].add.startswith('example.org. TXT "v=spf1 ')
    assert found["DKIM"].add == f'{PLACE}. TXT "v=DKIM1; k=rsa; p={KEY}"'
    assert found["DMARC"].add.startswith('_dmarc.example.org. TXT "v=DMARC1; p=quarantine')
    assert found["bounces"].add.startswith("example.org. MX")


@pytest.mark.parametrize("act", list(Act))
def test_no_answer_is_unclear_and_never_missing(act: Act) -> None:
    kinds = [*GOOD, ("example.org", "A"), ("example.org", "AAAA")]
    with StubDns(dict.fromkeys(kinds, act)) as dns:
        look_up = dns.look_up(within=timedelta(seconds=0.4))
        found = check_sending_domain("example.org", "mail2027", look_up, public_key=KEY)
    assert [finding.state for finding in found] == [UNCLEAR, UNCLEAR, UNCLEAR, OK, UNCLEAR]
    assert all("not known" in finding.says for finding in found if finding.state is UNCLEAR)


def test_all_questions_together_end_within_one_deadline(dns: StubDns) -> None:
    look_up = dns.look_up(within=timedelta(0))
    assert look_up("example.org", "TXT") == NotTold("the DNS took too long")
    assert dns.asked == []


def test_a_name_that_is_none_is_not_told_and_a_split_text_is_one(dns: StubDns) -> None:
    assert isinstance(dns.look_up()("a" * 70 + ".example.org", "TXT"), NotTold)
    assert dns.look_up()(PLACE, "TXT") == Told((f"v=DKIM1; k=rsa; p={KEY}",))
    assert dns.look_up()("nothing.example.org", "TXT") == Told()


@pytest.mark.parametrize(
    ("records", "state", "words"),
    [
        ([], MISSING, "no SPF record"),
        (["v=spf10 -all"], MISSING, "no SPF record"),
        (["v=spf1 -all", "V=SPF1 mx -all"], MISSING, "2 SPF records"),
        (["v=spf1 +all"], WEAK, "anybody"), (["v=spf1 all"], WEAK, "anybody"),
        (["v=spf1 mx ?all"], WEAK, "anybody"),
        (["v=spf1 mx"], WEAK, "without all"), (["v=spf1"], WEAK, "without all"),
        (["v=spf1 mx -ALL"], OK, "1 times"), (["v=spf1 ip4:192.0.2.1 ~all"], OK, "0 times"),
        (["v=spf1 a mx ptr exists:%{i}.example.net a:mail.example.org/24 -all"], OK, "5 times"),
        (["v=spf1 " + "a " * 10 + "-all"], OK, "10 times"),
        (["v=spf1 " + "a " * 11 + "-all"], WEAK, "give up"),
        (["v=spf1 mail.example.org -all"], WEAK, "the term mail.example.org"),
        (["v=spf1 include:gone.example.net -all"], WEAK, "gone.example.net"),
        (["v=spf1 include:mute.example.net -all"], UNCLEAR, "mute.example.net"),
        (["v=spf1 redirect=open.example.net"], WEAK, "ends ?all"),
        (["v=spf1 include:open.example.net -all"], OK, "1 times"),
        (["v=spf1 redirect=spf.example.net"], OK, "1 times"),
        (["v=spf1 -all redirect=open.example.net"], OK, "0 times"),
        (["v=spf1 redirect=gone.example.net"], WEAK, "gone.example.net"),
        (["v=spf1 include:loop.example.net -all"], WEAK, "give up"),
        (["v=spf1 include:%{d}.example.net -all"], OK, "macros"),
        (["v=spf1 exp=why.example.net -all"], OK, "0 times"),
        (["v=spf1 -all include:mute.example.net"], OK, "0 times"),
    ],
)  # fmt: skip
def test_an_spf_record_is_followed_as_receivers_follow_it(
    dns: StubDns, records: list[str], state: DomainState, words: str
) -> None:
    dns.zone |= {
        ("example.org", "TXT"): records,
        ("mute.example.net", "TXT"): Act.FAIL,
        ("open.example.net", "TXT"): ["v=spf1 ?all"],
        ("loop.example.net", "TXT"): ["v=spf1 include:loop.example.net -all"],
    }
    found = checked(dns)["SPF"]
    assert (found.state, words in found.says) == (state, True), found.says
    assert len([asked for asked in dns.asked if asked[1] == "TXT"]) < 16


@pytest.mark.parametrize(
    ("records", "state", "words"),
    [
        ([f"p={KEY}"], OK, "2048 bits"),
        ([f"v=DKIM1; p={KEY[:90]} {KEY[90:]}"], OK, "2048 bits"),
        (["v=DKIM1; k=rsa; p="], MISSING, "revoked"),
        ([f"v=DKIM2; p={KEY}"], MISSING, "no DKIM key"), (["v=DKIM1"], MISSING, "no DKIM key"),
        (["v=DKIM1; p=canary"], MISSING, "cannot be read"),
        ([f"v=DKIM1; k=ed25519; p={KEY}"], MISSING, "RSA"),
        ([f"v=DKIM1; t=s:y; p={KEY}"], WEAK, "test"),
        ([f"p={KEY}", "other words"], WEAK, "2 records"),
    ],
)  # fmt: skip
def test_a_published_key_is_judged_as_receivers_judge_it(
    dns: StubDns, records: list[str], state: DomainState, words: str
) -> None:
    dns.zone[PLACE, "TXT"] = records
    found = checked(dns)["DKIM"]
    assert (found.state, words in found.says) == (state, True), found.says
    assert "canary" not in found.says


def test_short_keys_are_weak_and_middling_ones_are_told_so(dns: StubDns) -> None:
    from tests.notifications.test_signing import _pem, _short_key

    short, middling = public_key(_pem(_short_key())), public_key(private_key(3, bits=1024))
    dns.zone[PLACE, "TXT"] = [f"p={short}"]
    found = checked(dns, public_key=short)["DKIM"]
    assert (found.state, "less than 1024" in found.says) == (WEAK, True)
    dns.zone[PLACE, "TXT"] = [f"p={middling}"]
    found = checked(dns, public_key="")["DKIM"]
    assert (found.state, "2048 are advised" in found.says) == (OK, True)
    assert "not compared" in found.says


def test_who_does_not_sign_is_told_that_it_cannot_be_seen(dns: StubDns) -> None:
    found = checked(dns, selector="")
    assert (found["DKIM"].state, found["alignment"].state) == (UNCLEAR, WEAK)
    assert not any("_domainkey" in name for name, _ in dns.asked)


@pytest.mark.parametrize(
    ("own", "parents", "state", "words"),
    [
        (["v=DMARC1; p=reject"], [], OK, "reject"), (["v=DMARC1; p=none"], [], WEAK, "nothing"),
        (["v=DMARC1; p=reject; pct=20"], [], WEAK, "share"),
        (["v=DMARC1; rua=mailto:x"], [], WEAK, "nothing"),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], ["v=DMARC1; p=reject"], MISSING, "no single"),
        ([], ["v=DMARC1; p=reject"], OK, "_dmarc.example.org is reject"),
        ([], ["v=DMARC1; p=reject; sp=none"], WEAK, "nothing"),
        ([], ["v=DMARC1; p=none; sp=quarantine"], OK, "quarantine"),
        (["other words"], ["v=DMARC1; p=reject"], OK, "reject"), ([], [], MISSING, "no single"),
    ],
)  # fmt: skip
def test_a_policy_is_the_domains_own_or_else_its_parents(
    dns: StubDns, own: list[str], parents: list[str], state: DomainState, words: str
) -> None:
    dns.zone |= {("_dmarc.mail.example.org", "TXT"): own, ("_dmarc.example.org", "TXT"): parents}
    found = checked(dns, domain="mail.example.org")["DMARC"]
    assert (found.state, words in found.says) == (state, True), found.says


@pytest.mark.parametrize(
    ("policy", "returns", "selector", "state"),
    [
        ("p=reject", "example.org", "mail2027", OK), ("p=reject", "example.net", "mail2027", OK),
        ("p=reject", "bounces.example.org", "", WEAK),
        ("p=reject; aspf=s", "bounces.example.org", "", MISSING),
        ("p=reject", "example.net", "", MISSING), ("p=reject; aspf=s", "example.org", "", WEAK),
    ],
)  # fmt: skip
def test_what_is_proved_must_be_about_the_domain_that_readers_see(
    dns: StubDns, policy: str, returns: str, selector: str, state: DomainState
) -> None:
    dns.zone["_dmarc.example.org", "TXT"] = [f"v=DMARC1; {policy}"]
    found = checked(dns, selector=selector, return_path_domain=returns)
    assert found["alignment"].state is state
    assert returns in found["SPF"].says


def test_bounces_need_a_server_to_go_to(dns: StubDns) -> None:
    dns.zone["example.org", "MX"] = []
    assert states(dns)["bounces"] is MISSING
    dns.zone["example.org", "AAAA"] = ["::1"]
    assert states(dns)["bounces"] is OK
    dns.zone["example.org", "MX"] = ["0 ."]
    assert states(dns)["bounces"] is MISSING
    dns.zone |= {("example.org", "MX"): Act.FAIL, ("example.org", "AAAA"): []}
    assert states(dns)["bounces"] is UNCLEAR


def test_a_domain_beyond_ascii_is_looked_up_as_it_stands_in_the_dns() -> None:
    with StubDns() as dns:
        checked(dns, domain="exämple.org")
        assert ("xn--exmple-cua.org", "TXT") in dns.asked

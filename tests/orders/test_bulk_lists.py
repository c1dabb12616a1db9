"""Every spreadsheet's dialect is one list; what is no list is refused whole, a bad row by itself."""

import string
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.listed import TO_REGISTER, TO_RENEW, Listed, digest_of, to_register, to_renew
from orders.table import MOST_BYTES, MOST_ROWS, ListRefused, read_table
from orders.wishes import ToRegister, ToRenew
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind

USUAL = {
    "client": "acme",
    "account": "house",
    "registrant": "acme-owner",
    "admin": "acme-admin",
    "tech": "acme-tech",
}


def _registrations(text: str | bytes, **defaults: str) -> list[Listed]:
    data = text if isinstance(text, bytes) else text.encode()
    return to_register(read_table(data, columns=TO_REGISTER), defaults=USUAL | defaults, currency="USD")


def _renewals(text: str | bytes, **defaults: str) -> list[Listed]:
    data = text if isinstance(text, bytes) else text.encode()
    return to_renew(read_table(data, columns=TO_RENEW, plain=True), defaults=defaults, currency="USD")


def _digest(listed: list[Listed], kind: OrderKind = OrderKind.REGISTER) -> str:
    return digest_of(kind, [row.wish for row in listed if row.wish])


PLAIN = "name,years\nexample.com,1\nexample.ca,2\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        "years,name\n1,example.com\n2,example.ca\n",
        "name,years\nexample.ca,2\nexample.com,1\n",
        " Name , YEARS \n EXAMPLE.com. , 1 \n\n\n Example.CA,2,\n",
        "# what the office wants\nname,years\n# the first\nexample.com,\nexample.ca,2\n",
        '"name","years"\n"example.com","1"\n"example.ca","2"\n',
        "name,years,price_limit\nexample.com,1,20.00\nexample.ca,2,30.00 CAD\n",
        "name,years,nameservers\nexample.com,1,\nexample.ca,2,\n",
    ],
)
def test_the_same_list_in_another_layout_has_the_same_digest(text: str) -> None:
    assert _digest(_registrations(text)) == _digest(_registrations(PLAIN))


@pytest.mark.parametrize(
    "text",
    [
        "name,years\nexample.com,1\nexample.ca,3\n",
        "name,years\nexample.com,1\n",
        "name,years\nexample.com,1\nexample.net,2\n",
        "name,years,tech\nexample.com,1,other\nexample.ca,2,\n",
        "name,years,nameservers\nexample.com,1,ns1.example.net ns2.example.net\nexample.ca,2,\n",
        "name,years,attributes\nexample.com,1,\nexample.ca,2,ca.legal_type=CCO\n",
    ],
)
def test_a_list_that_asks_for_anything_else_has_another_digest(text: str) -> None:
    assert _digest(_registrations(text)) != _digest(_registrations(PLAIN))


def test_a_list_to_renew_is_not_the_list_to_register() -> None:
    wishes = [row.wish for row in _renewals(PLAIN) if row.wish]
    assert digest_of(OrderKind.RENEW, wishes) != digest_of(OrderKind.REGISTER, wishes)


names = st.lists(
    st.text(string.ascii_lowercase, min_size=1, max_size=12).map(lambda label: f"{label}.example"),
    unique=True, min_size=1, max_size=8,
)  # fmt: skip


@given(names, st.randoms(use_true_random=False))
def test_order_and_spelling_never_change_the_digest(listed: list[str], random: Random) -> None:
    shuffled = sorted(listed, key=lambda _: random.random())
    spelled = [name.upper() + "." if len(name) % 2 else f"  {name}" for name in shuffled]
    assert _digest(_renewals("\n".join(spelled))) == _digest(_renewals("name\n" + "\n".join(listed)))


def test_a_name_and_its_a_label_are_one_name() -> None:
    assert _digest(_renewals("Exämple.com")) == _digest(_renewals("xn--exmple-cua.com."))


def test_a_row_says_all_that_a_registration_needs() -> None:
    text = (
        "name;client;account;registrant;admin;tech;billing;years;nameservers;attributes;price_limit\n"
        "example.ca;other;second;a;b;c;;3;NS1.example.net, ns2.example.net.;"
        '"ca.legal_type=CCO;ca.language=fr";30 cad\n'
    )
    [row] = _registrations(text)
    assert row == Listed(
        line=2,
        text="example.ca",
        wish=ToRegister(
            name=DomainName("example.ca"),
            client="other",
            account="second",
            years=3,
            roles={ContactRole.REGISTRANT: "a", ContactRole.ADMIN: "b", ContactRole.TECH: "c"},
            nameservers=row.wish.nameservers if isinstance(row.wish, ToRegister) else (),
            attributes={"ca.legal_type": "CCO", "ca.language": "fr"},
        ),
        price_limit=Money.typed("30.00", currency="CAD"),
    )
    assert isinstance(row.wish, ToRegister)
    assert row.wish.nameservers == ("ns1.example.net", "ns2.example.net")


def test_a_default_fills_empty_cells_only() -> None:
    first, second = _registrations("name,client,years\nexample.com,other,\nexample.net,,3\n", years="2")
    assert isinstance(first.wish, ToRegister)
    assert isinstance(second.wish, ToRegister)
    assert (first.wish.client, first.wish.years) == ("other", 2)
    assert (second.wish.client, second.wish.years) == ("acme", 3)


def test_a_default_attribute_goes_to_the_names_whose_tld_takes_it() -> None:
    com, ca = _registrations(
        "name\nexample.com\nexample.ca\n", attributes="ca.legal_type=CCO", billing="acme-owner"
    )
    assert isinstance(com.wish, ToRegister)
    assert isinstance(ca.wish, ToRegister)
    assert (dict(com.wish.attributes), dict(ca.wish.attributes)) == ({}, {"ca.legal_type": "CCO"})
    assert com.wish.roles[ContactRole.BILLING] == "acme-owner"
    assert ContactRole.BILLING not in ca.wish.roles


def test_a_default_attribute_that_no_name_takes_is_refused() -> None:
    with pytest.raises(ListRefused, match=r"no name in the list takes ca\.legal_type"):
        _registrations("name\nexample.com\n", attributes="ca.legal_type=CCO")


@pytest.mark.parametrize(
    "text",
    [
        "example.com\nexample.net\n",
        "name\nexample.com\nexample.net",
        "name,years\r\nexample.com,\r\nexample.net,1",
    ],
)
def test_names_to_renew_may_stand_one_a_line(text: str) -> None:
    assert [row.wish for row in _renewals(text)] == [
        ToRenew(name=DomainName("example.com")),
        ToRenew(name=DomainName("example.net")),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("no name,1", "not a domain name"),
        (",1", "an empty text"),
        ("example.com,0", "from 1 to 10"),
        ("example.com,11", "from 1 to 10"),
        ("example.com,one", "from 1 to 10"),
        ("example.com,1.5", "from 1 to 10"),
        ("example.com,-1", "from 1 to 10"),
        ("example.com,000100", "from 1 to 10"),
        ("example.com,١", "from 1 to 10"),
        ("example.com,1,extra", "more cells"),
    ],
)
def test_a_row_that_says_it_badly_is_a_problem_of_its_own(row: str, problem: str) -> None:
    good, bad = _registrations(f"name,years\nexample.net,1\n{row}\n")
    assert (bool(good.wish), good.problem) == (True, "")
    assert (bad.line, bad.wish) == (3, None)
    assert problem in bad.problem


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("price_limit", "cheap", "an amount is written"),
        ("price_limit", "-1.00", "an amount is written"),
        ("price_limit", "NaN", "an amount is written"),
        ("price_limit", "20.00 dollars", "an amount is written"),
        ("attributes", "nonsense", "name=value"),
        ("nameservers", "ns1", "has no dot"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(column: str, cell: str, problem: str) -> None:
    [row] = _registrations(f"name,{column}\nexample.ca,{cell}\n")
    assert problem in row.problem
    assert row.wish is None


def test_what_neither_row_nor_default_gives_is_a_problem() -> None:
    listed = to_register(read_table(b"name\nexample.com\n", columns=TO_REGISTER), defaults={}, currency="USD")
    assert listed[0].problem == "it has no client"


def test_a_name_in_two_spellings_is_a_problem_of_every_row_that_has_it() -> None:
    listed = _renewals("EXAMPLE.ca.\nexample.net\nexample.ca\n")
    assert [row.problem for row in listed] == [
        "example.ca stands in the list 2 times", "", "example.ca stands in the list 2 times",
    ]  # fmt: skip


def test_a_plain_list_with_more_than_names_asks_for_a_header() -> None:
    [first, _] = _renewals("example.com,2\nexample.net\n")
    assert "no header says what" in first.problem


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n \n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"name,years\n", "no rows"),
        (b"example.com\n", "must name its columns"),
        (b"domain,years\nexample.com,1\n", "must name its columns"),
        (b"name,colour\nexample.com,red\n", "not known, 'colour'; there are name, client"),
        (b"name,,years\nexample.com,,1\n", "a column without a name"),
        (b"name,years,NAME\nexample.com,1,example.net\n", "column name twice"),
        (b"name\n\x00\x01\x02\n", "not a text file"),
        (b"name\n\x1b[31mexample.com\n", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8"),
        ("name\nexämple.com\n".encode("latin-1"), "not UTF-8"),
        ("name\nexample.com\n".encode("utf-16"), "not UTF-8"),
        (b'name\n"example.com\n', "line 2 of the list cannot be read"),
        (b"name\n" + b"x" * 200_000, "cannot be read"),
        (b"name\n" + b"example.com\n" * (MOST_BYTES // 12), "longer than 1024 KiB"),
        (b"name\n" + b"a.ca\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(ListRefused) as refused:
        read_table(data, columns=TO_REGISTER)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_they_are_rows_or_refused(data: bytes) -> None:
    for read in (_registrations, _renewals):
        try:
            assert all(bool(row.wish) != bool(row.problem) for row in read(data))
        except ListRefused:
            continue


@given(st.text(max_size=200))
def test_whatever_text_follows_a_header_each_row_is_read_or_told(text: str) -> None:
    try:
        listed = _registrations("name,years,price_limit,nameservers,attributes\n" + text)
    except ListRefused:
        return
    assert all(bool(row.wish) != bool(row.problem) for row in listed)

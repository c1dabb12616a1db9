"""Amazon's own client as a second witness: its model, its signatures, its reading of the dialect."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC
from typing import Any

import pytest
from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.order import OrderKind
from registrar.adapters.route53 import Route53Registrar
from registrar.amazon.signature import authorization
from sandbox.http_server import HttpRequest, HttpResponse
from tests.conformance.bench import ELSEWHERE, EXAMPLE, order_for, renewal_of, restore_of, transfer_of
from tests.conformance.people import NEW_TECH
from tests.conformance.route53_bench import Route53Bench
from tests.conformance.writes import KEY, NEW_HOSTS

# Any: Amazon's client is made at run time and has no types.
_WHY = "Amazon's client (botocore) is not installed; it is a dependency of tests only"
botocore_session: Any = pytest.importorskip("botocore.session", reason=_WHY)
botocore_auth: Any = pytest.importorskip("botocore.auth", reason=_WHY)
botocore_request: Any = pytest.importorskip("botocore.awsrequest", reason=_WHY)
botocore_credentials: Any = pytest.importorskip("botocore.credentials", reason=_WHY)
botocore_stub: Any = pytest.importorskip("botocore.stub", reason=_WHY)
botocore_validate: Any = pytest.importorskip("botocore.validate", reason=_WHY)

NAME = EXAMPLE.name
Exchanged = tuple[HttpRequest, HttpResponse]


@pytest.fixture
def bench() -> Iterator[Route53Bench]:
    """The vendor, with a name of ours."""
    with ExitStack() as stack:
        bench = Route53Bench(stack)
        bench.given(EXAMPLE)
        yield bench


@pytest.fixture
def session() -> Any:
    """Amazon's client, speaking JSON 1.1, which its model lists beside a newer protocol."""
    session = botocore_session.Session()
    model = session.get_component("data_loader").load_service_model("route53domains", "service-2")
    model["metadata"] |= {"protocol": "json", "protocols": ["json"]}
    return session


@pytest.fixture
def client(session: Any, bench: Route53Bench) -> Iterator[Any]:
    """Amazon's client, at the dialect."""
    client = session.create_client(
        "route53domains",
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{bench.port}",
        aws_access_key_id=bench.dialect.username,
        aws_secret_access_key=bench.secret,
    )
    yield client
    client.close()


def _registrar(bench: Route53Bench) -> Route53Registrar:
    assert isinstance(bench.registrar, Route53Registrar)
    return bench.registrar


def _restored(bench: Route53Bench, registrar: Route53Registrar) -> object:
    bench.given_in_redemption(EXAMPLE)
    return registrar.restore(restore_of(EXAMPLE))


def _switched(registrar: Route53Registrar) -> None:
    for on in (True, False):
        registrar.set_lock(NAME, locked=not on)
        registrar.set_auto_renew(NAME, on=on)
        registrar.set_privacy(NAME, on=on)
        registrar.set_signers(NAME, frozenset([KEY] if on else []))


CALLS: dict[str, Callable[[Route53Bench, Route53Registrar], object]] = {
    "info": lambda _, registrar: registrar.info(NAME),
    "holdings": lambda bench, registrar: bench.add_pages(3) and registrar.holdings(),
    "availability": lambda _, registrar: registrar.availability(NAME),
    "quote": lambda _, registrar: registrar.quote(NAME, kind=OrderKind.RENEW, years=1),
    "register com": lambda bench, registrar: registrar.register(order_for(bench, "new-example.com")),
    "register ca": lambda bench, registrar: registrar.register(order_for(bench, "new-example.ca")),
    "renew": lambda _, registrar: registrar.renew(renewal_of(EXAMPLE)),
    "restore": _restored,
    "transfer": lambda bench, registrar: registrar.transfer_in(
        transfer_of(ELSEWHERE.name, auth_info=bench.given_elsewhere(ELSEWHERE))
    ),
    "contacts": lambda _, registrar: registrar.set_contacts(NAME, {ContactRole.TECH: NEW_TECH}),
    "nameservers": lambda _, registrar: registrar.set_nameservers(NAME, NEW_HOSTS),
    "switches": lambda _, registrar: _switched(registrar),
    "auth_info": lambda _, registrar: registrar.auth_info(NAME),
}


def _exchanged(bench: Route53Bench, call: str) -> list[Exchanged]:
    """Make a call, and return what was asked and answered on its way."""
    exchanged: list[Exchanged] = []
    answer = bench.vendor.answer

    def noted(request: HttpRequest) -> HttpResponse:
        exchanged.append((request, answer(request)))
        return exchanged[-1][1]

    bench.vendor.answer = noted
    CALLS[call](bench, _registrar(bench))
    bench.vendor.answer = answer
    return exchanged


def _operation(request: HttpRequest) -> str:
    target, _, operation = request.headers["x-amz-target"].partition(".")
    assert target == "Route53Domains_v20140515"
    return operation


@pytest.mark.parametrize("call", CALLS)
def test_every_request_is_valid_by_amazons_model(bench: Route53Bench, session: Any, call: str) -> None:
    model = session.get_service_model("route53domains")
    exchanged = _exchanged(bench, call)
    assert exchanged
    for request, _ in exchanged:
        shape = model.operation_model(_operation(request)).input_shape
        body = json.loads(request.body)
        report = botocore_validate.ParamValidator().validate(body, shape)
        assert not report.has_errors(), report.generate_report()
        assert _unknown_words(body, shape) == []


def _unknown_words(value: Any, shape: Any) -> list[str]:
    """What is a word of the model's lists and is not in them, and what is longer than the model has it."""
    if shape.type_name == "structure":
        return [word for key in value for word in _unknown_words(value[key], shape.members[key])]
    if shape.type_name == "list":
        return [word for item in value for word in _unknown_words(item, shape.member)]
    words = getattr(shape, "enum", [])
    return [value] if words and value not in words else []


@pytest.mark.parametrize("call", CALLS)
def test_every_request_has_the_signature_that_amazons_client_gives_it(bench: Route53Bench, call: str) -> None:
    credentials = botocore_credentials.Credentials(bench.dialect.username, bench.secret)
    signer = botocore_auth.SigV4Auth(credentials, "route53domains", "us-east-1")
    for request, _ in _exchanged(bench, call):
        told = request.headers["authorization"]
        names = told.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        theirs = botocore_request.AWSRequest(
            method=request.method,
            url=f"http://{request.headers['host']}{request.path}",
            headers={name: request.headers[name] for name in names},
            data=request.body,
        )
        theirs.context["timestamp"] = request.headers["x-amz-date"]
        stated = signer.string_to_sign(theirs, signer.canonical_request(theirs))
        assert told.endswith(f"Signature={signer.signature(stated, theirs)}")


@pytest.mark.parametrize("body", [b"", b'{"DomainName": "example.com"}', "Montréal".encode()])
def test_a_signature_is_that_of_amazons_client_whatever_is_signed(body: bytes) -> None:
    headers = {"host": "example.amazonaws.com", "x-amz-date": "20270115T093000Z", "x-amz-target": "A.B"}
    credentials = botocore_credentials.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI")
    signer = botocore_auth.SigV4Auth(credentials, "service", "ca-central-1")
    url = "https://example.amazonaws.com/"
    theirs = botocore_request.AWSRequest(method="POST", url=url, headers=headers, data=body)
    theirs.context["timestamp"] = headers["x-amz-date"]
    stated = signer.string_to_sign(theirs, signer.canonical_request(theirs))
    secret = SecretStr("wJalrXUtnFEMI")
    ours = authorization(
        headers, body, username="AKIDEXAMPLE", secret=secret, region="ca-central-1", service="service"
    )
    assert ours.endswith(f"Signature={signer.signature(stated, theirs)}")


def test_amazons_client_reads_of_a_name_what_we_read(bench: Route53Bench, client: Any) -> None:
    ours, theirs = _registrar(bench).info(NAME), client.get_domain_detail(DomainName=NAME)
    assert theirs["DomainName"] == ours.name
    assert theirs["ExpirationDate"].astimezone(UTC) == ours.registrar_expires_at
    assert theirs["CreationDate"].astimezone(UTC) == ours.registered_at
    assert {host["Name"] for host in theirs["Nameservers"]} == ours.nameservers
    assert theirs["AutoRenew"] is ours.auto_renew
    assert set(theirs["StatusList"]) == ours.statuses
    registrant = ours.contacts[ContactRole.REGISTRANT]
    assert theirs["RegistrantContact"]["Email"] == registrant.email
    assert theirs["RegistrantContact"]["PhoneNumber"] == registrant.phone


def test_amazons_client_lists_the_names_that_we_list(bench: Route53Bench, client: Any) -> None:
    bench.add_pages(4)
    pages = client.get_paginator("list_domains").paginate()
    theirs = [row["DomainName"] for page in pages for row in page["Domains"]]
    assert theirs == list(_registrar(bench).holdings())


def test_amazons_client_reads_the_price_the_secret_and_the_operation_that_we_read(
    bench: Route53Bench, client: Any
) -> None:
    registrar = _registrar(bench)
    price = client.get_domain_prices(DomainName=NAME)["DomainPrice"]["RenewalPrice"]
    quote = registrar.quote(NAME, kind=OrderKind.RENEW, years=1).price
    assert (price["Price"], price["Currency"]) == (float(quote.amount), quote.currency)
    secret = client.retrieve_domain_auth_code(DomainName=NAME)["AuthCode"]
    assert secret == registrar.auth_info(NAME).get_secret_value()
    receipt = registrar.renew(renewal_of(EXAMPLE))
    told = client.get_operation_detail(OperationId=receipt.reference)
    assert (told["Status"], told["Type"], told["DomainName"]) == ("SUCCESSFUL", "RENEW_DOMAIN", NAME)


def test_a_no_of_the_dialect_is_the_models_own_error_to_amazons_client(client: Any) -> None:
    with pytest.raises(client.exceptions.InvalidInput):
        client.get_domain_detail(DomainName="nobody-has-this-example.com")
    with pytest.raises(client.exceptions.UnsupportedTLD):
        client.check_domain_availability(DomainName="example.ee")


@pytest.mark.parametrize("call", CALLS)
def test_every_answer_of_the_dialect_is_one_that_the_model_knows(
    bench: Route53Bench, session: Any, client: Any, call: str
) -> None:
    model = session.get_service_model("route53domains")
    parser = session.get_component("response_parser_factory").create_parser("json")
    stubber = botocore_stub.Stubber(client)
    for request, answer in _exchanged(bench, call):
        operation = model.operation_model(_operation(request))
        if answer.status != 200:
            assert json.loads(answer.body)["__type"] in {shape.name for shape in operation.error_shapes}
            continue
        raw = {"status_code": answer.status, "headers": dict(answer.headers), "body": answer.body}
        told = parser.parse(raw, operation.output_shape)
        told.pop("ResponseMetadata")
        stubber.add_response(_method_of(client, operation.name), told)
        assert set(json.loads(answer.body)) <= set(operation.output_shape.members)


def _method_of(client: Any, operation: str) -> str:
    return next(method for method, name in client.meta.method_to_api_mapping.items() if name == operation)

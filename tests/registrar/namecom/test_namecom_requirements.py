"""What a TLD asks for is told at run time, and answered under the names that are told."""

import json
from typing import Any

import pytest

from portfolio.names import DomainName
from registrar.attributes import AsksAttributes
from registrar.contract import RegistrationRequest
from registrar.errors import Unsupported
from tests.conformance.bench import request_for
from tests.registrar.namecom.namecom_edge import at_the_edge, response

NEW_CA = "new-example.ca"
LEGAL_TYPES = ["CCO", "CCT", "RES", "GOV"]


def _field(*options: str, required: object = True) -> dict[str, Any]:
    told = [{"value": option, "label": option} for option in options]
    return {"type": "enum" if options else "string", "required": required, "options": told or None}


def _sent(request: RegistrationRequest, fields: dict[str, Any]) -> dict[str, str]:
    """Order under these requirements, and return what was answered to them."""
    free = json.loads(response("check_availability/free").content)
    bought = json.loads(response("create_domain/success").content)
    free["results"][0]["domainName"] = bought["domain"]["domainName"] = request.name
    with at_the_edge() as (edge, registrar):
        edge.says_exactly("check_availability", json.dumps(free).encode())
        edge.says_exactly("create_domain", json.dumps(bought).encode())
        edge.says_exactly("get_requirement", json.dumps({"requirements": {"fields": fields}}).encode())
        try:
            registrar.register(request)
        except Unsupported:
            assert edge.of("create_domain") == []
            raise
        return edge.body_of("create_domain")["tldRequirements"]


def _without(*attributes: str) -> RegistrationRequest:
    request = request_for(NEW_CA)
    left = {own: word for own, word in request.attributes.items() if own not in attributes}
    return request.model_copy(update={"attributes": left})


TYPE, LANGUAGE = "X-CA-LEGALTYPE", "X-CA-LANGUAGE"


def test_the_category_and_the_language_are_answered_by_the_choices_that_are_offered() -> None:
    fields = {TYPE: _field(*LEGAL_TYPES), LANGUAGE: _field("EN", "FR", required="false")}
    assert _sent(request_for(NEW_CA), fields) == {TYPE: "CCO", LANGUAGE: "FR"}


def test_choices_may_be_plain_texts() -> None:
    fields = {LANGUAGE: {"type": "enum", "required": True, "options": ["EN", "FR"]}}
    fields[TYPE] = _field(*LEGAL_TYPES)
    assert _sent(request_for(NEW_CA), fields)[LANGUAGE] == "FR"


def test_a_field_of_contacts_asks_for_nothing_more() -> None:
    fields = {"firstName": _field(), "country": _field("CA", "FR"), TYPE: _field(*LEGAL_TYPES)}
    assert _sent(_without("ca.language"), fields) == {TYPE: "CCO"}


@pytest.mark.parametrize("required", [True, "true"])
def test_a_required_field_that_nobody_answers_stops_the_order(required: object) -> None:
    fields = {TYPE: _field(*LEGAL_TYPES), "business": _field("yes", "no", required=required)}
    with pytest.raises(Unsupported, match="business"):
        _sent(_without("ca.language"), fields)


def test_a_notice_needs_no_answer() -> None:
    fields = {TYPE: _field(*LEGAL_TYPES), "notice": {"type": "notice", "required": False}}
    assert _sent(_without("ca.language"), fields) == {TYPE: "CCO"}


def test_an_attribute_without_a_place_stops_the_order() -> None:
    with pytest.raises(Unsupported, match=r"ca\.language"):
        _sent(request_for(NEW_CA), {TYPE: _field(*LEGAL_TYPES)})


def test_a_category_that_the_vendor_does_not_offer_stops_the_order() -> None:
    with pytest.raises(Unsupported):
        _sent(_without("ca.language"), {TYPE: _field("CCT", "RES")})


def test_a_trademark_has_no_place_and_its_absence_needs_none() -> None:
    fields = {TYPE: _field(*LEGAL_TYPES), LANGUAGE: _field("EN", "FR")}
    request = request_for(NEW_CA)
    assert request.attributes["ca.trademark"] == "no"
    assert _sent(request, fields)[TYPE] == "CCO"
    marked = request.model_copy(update={"attributes": {**request.attributes, "ca.trademark": "yes"}})
    with pytest.raises(Unsupported, match=r"ca\.trademark"):
        _sent(marked, fields)


def test_what_is_asked_for_is_told_with_its_choices() -> None:
    fields = {TYPE: _field("CCO", "CCT"), "city": _field()}
    with at_the_edge() as (edge, registrar):
        edge.says_exactly("get_requirement", json.dumps({"requirements": {"fields": fields}}).encode())
        [asked] = registrar.attributes_asked("ca")
    assert isinstance(registrar, AsksAttributes)
    assert (asked.name, asked.required, asked.choices) == (TYPE, True, {"CCO": "CCO", "CCT": "CCT"})


def test_a_tld_that_asks_for_nothing_is_answered_with_nothing() -> None:
    assert _sent(request_for("new-example.com"), {}) == {}
    assert request_for("new-example.com").name == DomainName("new-example.com")

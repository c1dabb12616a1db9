"""What is known of a name beyond what is held of it, for the comparison."""

from portfolio.values import Moment, Value


class Known(Value):
    """
    Facts that a caller may have; None, or False, where it has none.

    `private`: a privacy or proxy service is on for the name, so that a service's data in public is no news.
    `delegation_signed`: whether we want the name signed (DNSSEC); without it the registrar's word counts as
    ours. `pay_by`: the last day to pay as we hold it, and `registrar_pay_by` as the registrar tells it now.
    """

    private: bool = False
    delegation_signed: bool | None = None
    pay_by: Moment | None = None
    registrar_pay_by: Moment | None = None


NOTHING_KNOWN = Known()
"""For a caller that knows no more than what is held."""

"""Every name in an OpenSRS account. No call gives all of them: a window wide enough is asked instead."""

import re
from collections.abc import Callable, Iterator, Mapping

from portfolio.names import DomainName, NotAName
from registrar.adapters.opensrs.codec import Command, Line
from registrar.adapters.opensrs.wire import Item, Reply, assocs, flag, said, text
from registrar.errors import ReplyNotUnderstood
from registrar.exchange import Unreadable

PAGE = 100
_EVER = {"exp_from": "1985-01-01", "exp_to": "2099-12-31"}


def holdings(line: Line) -> Iterator[DomainName]:
    """Return every name in the account. Nothing is told before every page has been read and they add up."""
    found: list[DomainName] = []
    total, page, more = None, 0, True
    while more:
        page += 1
        names, told_total, more = line.read(*_page(page))
        found += names
        if told_total != (total or told_total) or (more and not names) or len(found) > told_total:
            raise _inconsistent("the list changed while it was read")
        total = told_total
    if len(found) != total or len(set(found)) != total:
        raise _inconsistent(
            f"{len(found)} names came, {len(set(found))} of them different, {total} were told of"
        )
    return iter(found)


def _page(page: int) -> tuple[Command, Callable[[Reply], tuple[list[DomainName], int, bool]]]:
    """One page of the list, and how it is read: its names, the total, whether there is more."""
    attributes = {**_EVER, "page": str(page), "limit": str(PAGE)}

    def told(reply: Reply) -> tuple[list[DomainName], int, bool]:
        if text(reply.attributes, "page") not in (str(page), None):
            raise Unreadable("the reply is another page")
        total, more = said(reply.attributes, "total"), flag(reply.attributes, "remainder")
        if not re.fullmatch(r"[0-9]{1,9}", total) or more is None:
            raise Unreadable("the reply does not tell how many names there are")
        return [_listed(entry) for entry in assocs(reply.attributes, "exp_domains")], int(total), more

    return Command("get_domains_by_expiredate", None, attributes), told


def _listed(entry: Mapping[str, Item]) -> DomainName:
    try:
        return DomainName(said(entry, "name"))
    except NotAName:
        raise Unreadable("the list holds something that is no name") from None


def _inconsistent(detail: str) -> ReplyNotUnderstood:
    return ReplyNotUnderstood(detail, registrar="opensrs", operation="get_domains_by_expiredate")

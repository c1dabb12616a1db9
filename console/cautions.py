"""What is worth saying before money moves; it warns, and refuses nothing."""

from collections.abc import Callable, Iterable, Mapping

from portfolio.names import DomainName, HostName

Resolving = Callable[[Iterable[str]], Mapping[str, bool | None]]
"""Tells of each host whether it has an address, None where it could not be asked."""


def cautions(names: Iterable[DomainName], hosts: Iterable[HostName], *, resolving: Resolving) -> list[str]:
    """Return a warning for each name that looks like another, and each nameserver without an address."""
    found = [_look_alike(name) for name in names if name.mixed_scripts]
    asked = resolving(list(dict.fromkeys(hosts)))
    return found + [
        f"nameserver {host} has no address; the name will not work until it has"
        for host, answer in asked.items()
        if answer is False
    ]


def nobody_asked(hosts: Iterable[str]) -> dict[str, bool | None]:
    """Answer that no host could be asked for: on a sandbox nothing leaves this machine."""
    return dict.fromkeys(hosts)


def _look_alike(name: DomainName) -> str:
    scripts = " and ".join(sorted(name.mixed_scripts)).lower()
    return f"{name.u_label} ({name}) mixes {scripts} letters in one label"

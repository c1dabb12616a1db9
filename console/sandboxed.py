"""A house on the sandbox: its settings point at the sandbox's servers, its clock is the sandbox's."""

import json
from pathlib import Path

from console.founding import found
from console.settings import Settings, settings_file
from sandbox import Sandbox
from sandbox.addresses import Addresses
from sandbox.registry import SERVED, SPONSORS

_MARK = "# The sandbox's addresses: "


def sandbox_settings(addresses: Addresses) -> str:
    """Return the TOML that points a house at a sandbox's servers."""
    whois = _pair(addresses.whois)
    lines = [
        "",
        f"{_MARK}loopback only, opened in [network] allow",
        "[mail]",
        f"server = {json.dumps(_pair(addresses.smtp))}",
        "starttls = false",
        'domain_check = "off"',
        "",
        "[network]",
        f"rdap_bootstrap = {json.dumps(addresses.rdap_bootstrap)}",
        f"allow = {json.dumps([_pair(pair) for pair in addresses.all_pairs])}",
        "",
        "[network.whois]",
        *(f"{tld} = {json.dumps(whois)}" for tld in SERVED),
    ]
    for sponsor in SPONSORS:
        names, ids = json.dumps([sponsor.name]), json.dumps([sponsor.iana_id])
        lines += ["", f"[sponsors.{sponsor.slug}]", f"names = {names}", f"iana_ids = {ids}"]
    return "\n".join(lines) + "\n"


def found_on(sandbox: Sandbox, home: Path, *, actor: str, company: str = "Example Web Company") -> Settings:
    """Found a house at `home` that lives on `sandbox`. Raises as `console.founding.found` does."""
    extra = sandbox_settings(sandbox.addresses)
    return found(home, actor=actor, company=company, extra=extra, clock=sandbox.clock)


def point_at(sandbox: Sandbox, home: Path) -> None:
    """Point an existing house at the sandbox's servers; does nothing when it is so already."""
    file = settings_file(home)
    own = file.read_text("utf-8").split(f"\n{_MARK}", 1)[0]
    fresh = own + sandbox_settings(sandbox.addresses)
    if fresh != file.read_text("utf-8"):
        file.write_text(fresh, "utf-8")


def _pair(address: tuple[str, int]) -> str:
    return f"{address[0]}:{address[1]}"

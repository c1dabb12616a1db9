"""
Twenty RDAP servers on loopback in a process of their own: `python bench/lane_servers.py DELAY_MS ...`.

Prints their ports as JSON, answers every name after its server's delay, and ends with its standard input.
"""

import asyncio
import json
import sys

from portfolio.names import DomainName


def answer_for(name: str) -> bytes:
    """Return a registered name's RDAP answer, about as long as registries' answers are."""
    card = [["version", {}, "text", "4.0"], ["fn", {}, "text", "Registrar Example"]]
    record = {
        "objectClassName": "domain",
        "rdapConformance": ["rdap_level_0"],
        "ldhName": name,
        "handle": "1-EXAMPLE",
        "status": ["client transfer prohibited", "client delete prohibited"],
        "events": [
            {"eventAction": "registration", "eventDate": "2020-03-01T00:00:00Z"},
            {"eventAction": "expiration", "eventDate": "2028-03-01T00:00:00Z"},
            {"eventAction": "last changed", "eventDate": "2026-03-01T00:00:00Z"},
        ],
        "nameservers": [
            {"objectClassName": "nameserver", "ldhName": f"ns{number}.example.net"} for number in (1, 2)
        ],
        "entities": [
            {
                "objectClassName": "entity",
                "roles": ["registrar"],
                "publicIds": [{"type": "IANA Registrar ID", "identifier": "9999"}],
                "vcardArray": ["vcard", card],
            }
        ],
        "secureDNS": {"delegationSigned": False},
    }
    return json.dumps(record).encode()


async def _serve_one(delay: float) -> int:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                name = DomainName(head.split(b" ", 2)[1].rsplit(b"/", 1)[1].decode("ascii"))
                await asyncio.sleep(delay)
                body = answer_for(name)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/rdap+json\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    return server.sockets[0].getsockname()[1]


async def _serve(delays: list[float]) -> None:
    print(json.dumps([await _serve_one(delay) for delay in delays]), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve([float(text) / 1000 for text in sys.argv[1:]]))

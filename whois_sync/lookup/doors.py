"""Which of the URLs that others name are asked at all: https on its own port, or what was opened by hand."""

from urllib.parse import urlsplit

from net import AddressGuard


def is_askable(url: str, guard: AddressGuard) -> bool:
    """
    Tell whether `url`, from a bootstrap file or an answer, is asked: https, its usual port, no user name.

    Any other is asked only where `guard` opens its numeric address and port (a sandbox's). What a host name
    leads to is not known here: the guard looks again at the address that is dialled.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None:
        return False
    if parts.scheme == "https" and port in {None, 443}:
        return True
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return usual is not None and guard.opens(host, port or usual)

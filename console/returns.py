"""What our mail is signed with and comes back to, made of the settings and of files beside them."""

import secrets
from contextlib import AbstractContextManager, nullcontext, suppress

from pydantic import SecretStr

from console.refusals import Refusal
from console.secrets import keep_secret, read_secret
from console.settings import Settings, address_of
from notifications.bounces.imap import ImapMailbox, ImapServer
from notifications.bounces.mailboxes import Mailbox, Maildir
from notifications.post.return_path import ReturnPath
from notifications.post.signing import Signer

RETURN_PATH, DKIM, BOUNCES = "return-path", "dkim", "bounces"
"""The files of secrets: what tokens are made with, the private key of signatures, the mailbox's password."""


def return_path_of(settings: Settings) -> ReturnPath | None:
    """
    Return what makes and reads return paths; None where no `[mail] return_path` is set.

    Its secret is made when it is first used. Raises `Refusal`.
    """
    if not settings.mail.return_path:
        return None
    if not settings.secret_file(RETURN_PATH).exists():
        with suppress(Refusal):  # another process was first: its secret is the one
            keep_secret(settings, RETURN_PATH, SecretStr(secrets.token_hex(32)))
    secret = read_secret(settings, RETURN_PATH).get_secret_value()
    try:
        return ReturnPath(settings.mail.return_path, secret.encode())
    except ValueError as error:
        raise Refusal(str(error), next_step="look at [mail] return_path in namesteward.toml") from error


def signer_of(settings: Settings) -> Signer | None:
    """Return what signs our mail; None where no `[mail] dkim_selector` is set. Raises `Refusal`."""
    if not settings.mail.dkim_selector:
        return None
    key = read_secret(settings, DKIM).get_secret_value()
    domain = settings.mail.sender.rpartition("@")[2]
    try:
        return Signer(domain=domain, selector=settings.mail.dkim_selector, key=key.encode())
    except ValueError as error:
        raise Refusal(str(error), next_step=f"look at {settings.secret_file(DKIM)}") from error


def mailbox_of(settings: Settings) -> AbstractContextManager[Mailbox] | None:
    """Return the mailbox of the settings, to be opened; None where none is set. Raises as it does."""
    if settings.bounces.imap:
        return ImapMailbox(imap_server_of(settings))
    if settings.bounces.maildir is not None:
        return nullcontext(Maildir(settings.bounces.maildir))
    return None


def imap_server_of(settings: Settings) -> ImapServer:
    """Return the mail server that keeps what comes back. Raises `Refusal` where none is set."""
    bounces = settings.bounces
    if not (bounces.imap and bounces.username):
        raise Refusal("no mailbox is set", next_step="set [bounces] imap and username in namesteward.toml")
    host, port = address_of(bounces.imap)
    return ImapServer(
        host=host,
        port=port,
        username=bounces.username,
        password=read_secret(settings, BOUNCES),
        folder=bounces.folder,
    )

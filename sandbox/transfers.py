"""Transfers: a change of sponsoring registrar, asked for with the auth_info and answered within five days."""

import hmac

from portfolio.names import DomainName
from sandbox.objects import DomainRecord, Transfer
from sandbox.permits import Command, raise_if_not_sponsor, raise_if_prohibited
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.store import Store


class TransferCommands(Store):
    """EPP's transfer command (RFC 5731 section 3.2.4) in its five forms."""

    def request_transfer(self, name: DomainName, *, by: str, auth_info: str) -> DomainRecord:
        """
        Ask for `name`. It is pending until approved, rejected, cancelled, or until five days have passed.

        Raises `RegistryRefuses`: 2303, 2106 for one's own name, 2202, 2304, 2300.
        """
        with self._lock:
            self.sponsor(by)
            record = self._held(name)
            if record.sponsor.slug == by:
                raise RegistryRefuses(ResultCode.NOT_ELIGIBLE_FOR_TRANSFER, f"{name} is with {by} already")
            if not hmac.compare_digest(auth_info.encode(), (record.auth_info or "").encode()):
                raise RegistryRefuses(ResultCode.INVALID_AUTH_INFO, f"wrong auth_info for {name}")
            raise_if_prohibited(record, Command.TRANSFER)
            now, losing = self._clock.now(), record.sponsor.slug
            asked = Transfer(gaining_registrar=by, losing_registrar=losing, requested_at=now)
            self._change(name, transfer=asked)
            self._tell(losing, name, "transfer requested", now)
            return self._held(name)

    def approve_transfer(self, name: DomainName, *, by: str) -> DomainRecord:
        """Let the name go, as its losing registrar. Raises `RegistryRefuses`: 2303, 2301, 2201."""
        with self._lock:
            transfer = self._pending(name)
            raise_if_not_sponsor(self._held(name), by)
            self._carry_out(transfer, name, at=self._clock.now())
            return self._held(name)

    def reject_transfer(self, name: DomainName, *, by: str) -> DomainRecord:
        """Keep the name, as its losing registrar. Raises `RegistryRefuses`: 2303, 2301, 2201."""
        with self._lock:
            transfer = self._pending(name)
            raise_if_not_sponsor(self._held(name), by)
            self._change(name, transfer=None)
            self._tell(transfer.gaining_registrar, name, "transfer rejected", self._clock.now())
            return self._held(name)

    def cancel_transfer(self, name: DomainName, *, by: str) -> DomainRecord:
        """Withdraw the request, as the one who asked. Raises `RegistryRefuses`: 2303, 2301, 2201."""
        with self._lock:
            transfer = self._pending(name)
            if transfer.gaining_registrar != by:
                raise RegistryRefuses(ResultCode.NOT_AUTHORIZED, f"the transfer of {name} is another's")
            self._change(name, transfer=None)
            self._tell(transfer.losing_registrar, name, "transfer cancelled", self._clock.now())
            return self._held(name)

    def _pending(self, name: DomainName) -> Transfer:
        transfer = self._held(name).transfer
        if transfer is None:
            raise RegistryRefuses(ResultCode.NOT_PENDING_TRANSFER, f"no transfer of {name} is pending")
        return transfer

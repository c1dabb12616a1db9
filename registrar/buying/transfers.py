"""Transfers in at vendors that tell the state of one by its number only, which nothing lists."""

from abc import abstractmethod
from functools import cached_property

from portfolio.names import DomainName
from registrar.contract import Receipt, TransferRequest, TransfersIn, TransferState


class NumberedTransfers(TransfersIn):
    """Knows the numbers of the transfers that this process asked for; of others it tells what is seen."""

    @abstractmethod
    def ask_transfer(self, request: TransferRequest) -> Receipt:
        """Send an order as `transfer_in` promises; its number is the receipt's reference."""
        ...

    @abstractmethod
    def numbered_transfer(self, name: DomainName, number: str) -> TransferState:
        """Return what the vendor tells of the transfer with this number. Raises what a read raises."""
        ...

    @abstractmethod
    def seen_transfer(self, name: DomainName) -> TransferState:
        """Return what the account shows of a name whose number is not known here."""
        ...

    @cached_property
    def _numbers(self) -> dict[DomainName, str]:
        return {}

    def transfer_in(self, request: TransferRequest) -> Receipt:
        receipt = self.ask_transfer(request)
        if receipt.reference:
            self._numbers[request.name] = receipt.reference
        return receipt

    def transfer_state(self, name: DomainName) -> TransferState:
        number = self._numbers.get(name)
        return self.numbered_transfer(name, number) if number else self.seen_transfer(name)

"""A long list of names in little memory: their text in one piece, and a table to find each."""

from array import array
from collections.abc import Iterable, Iterator

_FEWEST_SLOTS = 1024


class NameList:
    """
    Names in the order in which they came, each once.

    About 30 bytes a name and the name itself, where a set and a list of texts take 200. An open-addressing
    table of indexes stands beside the text; hits are compared in full, so no two names are ever confused.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._text = bytearray()
        self._ends = array("I")
        self._slots = _empty(_FEWEST_SLOTS)
        self.add_all(names)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._ends)

    def __getitem__(self, index: int) -> str:
        """Return the name at `index`. Raises `IndexError`."""
        end = self._ends[index]
        return self._text[self._ends[index - 1] if index else 0 : end].decode("ascii")

    def __iter__(self) -> Iterator[str]:
        return (self[index] for index in range(len(self)))

    def add(self, name: str) -> bool:
        """Append `name` (ASCII: an A-label) unless it is there already; return whether it is new."""
        slot = self._slot_of(name)
        if self._slots[slot]:
            return False
        self._text += name.encode("ascii")
        self._ends.append(len(self._text))
        self._slots[slot] = len(self._ends)
        if 2 * len(self._ends) > len(self._slots):
            self._grow()
        return True

    def add_all(self, names: Iterable[str]) -> None:
        """Append each of `names` that is not there yet."""
        for name in names:
            self.add(name)

    def index_of(self, name: str) -> int | None:
        """Return the index of `name`, or None."""
        held = self._slots[self._slot_of(name)]
        return held - 1 if held else None

    def _slot_of(self, name: str) -> int:
        """The slot that holds `name`'s index plus one, or the empty one where it belongs."""
        mask = len(self._slots) - 1
        slot = hash(name) & mask
        while (held := self._slots[slot]) and self[held - 1] != name:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        self._slots = _empty(2 * len(self._slots))
        for index, name in enumerate(self):
            self._slots[self._slot_of(name)] = index + 1


def _empty(slots: int) -> "array[int]":
    return array("I", bytes(slots * array("I").itemsize))

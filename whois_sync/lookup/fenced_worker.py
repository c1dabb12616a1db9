"""
The process behind the fence: reads one JSON question a line, answers one JSON line. Run by `fenced.py`
only.
"""

import json
import logging
import sys
from datetime import date

from whois.exceptions import PywhoisError
from whois.parser import WhoisEntry

# What the parser is known to raise on texts it does not know. Anything else ends the process, and a new
# one starts.
_FAILURES = (PywhoisError, ValueError, LookupError, TypeError, AttributeError, OverflowError)


def main() -> None:
    """Answer questions until the other end hangs up."""
    logging.disable()
    _say({})
    for line in sys.stdin:
        _say(_answer(json.loads(line)))


def _answer(question: dict[str, str]) -> dict[str, list[str]]:
    try:
        entry = WhoisEntry.load(question["domain"], question["text"])
    except _FAILURES:
        return {}
    return {str(key): _texts(value) for key, value in dict(entry).items() if value}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one.isoformat() if isinstance(one, date) else str(one) for one in values if one]


def _say(answer: dict[str, list[str]]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""
What an order costs us, what a look-up and reading its answer do, how long finding what is due takes, and what
is left of orders when workers are killed.

`python bench/run.py` ends with 1 when anything was lost or bought twice, or a bound was not kept. No figure
is a promise about another machine: the ratios beside the times travel better.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = (
    ("What an order costs us, the registrar's own time left out", "overhead.py", ("--orders", "300")),
    ("How near looking up a portfolio comes to what its servers' paces allow", "lanes.py", ()),
    ("How long reading an answer takes, beside python-whois's parser", "readers.py", ()),
    ("How long comparing a name's three records takes", "comparing.py", ()),
    ("Finding what is due among a million names, and claiming a notice", "noticing.py", ()),
    ("Orders done by workers of which one is killed every few seconds", "spread.py", ("--orders", "200")),
)


def main() -> None:
    """Run each part in a process of its own, one after the other."""
    ended = 0
    for title, script, options in PARTS:
        print(f"\n{title}\n", flush=True)
        ended |= subprocess.run([sys.executable, HERE / script, *options], check=False).returncode
    sys.exit(bool(ended))


if __name__ == "__main__":
    main()

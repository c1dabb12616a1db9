"""The planted bugs, in one table: each must be caught, or the simulator is not worth its time."""

from tests.simulation.planted_keeping import KEEPING
from tests.simulation.planted_looking import LOOKING
from tests.simulation.planted_sending import SENDING

PLANTED = {bug.slug: bug for bug in (*SENDING, *LOOKING, *KEEPING)}

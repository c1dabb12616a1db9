"""Which handle goes on which role, whatever is wanted, is there and is known."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import ContactRole
from tests.whois_sync.handles.desk import ADMIN_ROLE, NAME, OWNER_ROLE, TECH_ROLE
from whois_sync.handles import HandlePlan, RoleStep, choose

PRINTS = st.sampled_from("pqr")
HANDLES = st.sampled_from(["H1", "H2", "H3", "H4", "H5"])
ROLES = st.sampled_from(list(ContactRole))
KNOWN = st.dictionaries(HANDLES, st.none() | PRINTS)

wanted_and_there = given(
    wanted=st.dictionaries(ROLES, PRINTS), present=st.dictionaries(ROLES, HANDLES), known=KNOWN
)


@wanted_and_there
def test_every_role_that_is_wanted_gets_what_is_wanted_and_no_other_is_spoken_of(
    wanted: dict[ContactRole, str], present: dict[ContactRole, str], known: dict[str, str | None]
) -> None:
    chosen = choose(wanted, present, known)
    assert chosen.keys() == wanted.keys()
    for role, handle in chosen.items():
        if handle is None:
            assert wanted[role] not in known.values()
        else:
            assert known[handle] == wanted[role]


@wanted_and_there
def test_a_role_that_is_right_is_left_alone(
    wanted: dict[ContactRole, str], present: dict[ContactRole, str], known: dict[str, str | None]
) -> None:
    chosen = choose(wanted, present, known)
    right = {role for role in wanted.keys() & present.keys() if known.get(present[role]) == wanted[role]}
    assert all(chosen[role] == present[role] for role in right)


@wanted_and_there
def test_choosing_again_once_it_is_done_changes_nothing(
    wanted: dict[ContactRole, str], present: dict[ContactRole, str], known: dict[str, str | None]
) -> None:
    fresh = {role: f"fresh-{print_}" for role, print_ in wanted.items()}
    chosen = {role: handle or fresh[role] for role, handle in choose(wanted, present, known).items()}
    then = known | {fresh[role]: print_ for role, print_ in wanted.items() if chosen[role] == fresh[role]}
    assert choose(wanted, present | chosen, then) == chosen


def test_a_handle_of_which_nothing_is_known_is_equal_to_nothing() -> None:
    assert choose({TECH_ROLE: "p"}, {TECH_ROLE: "H1"}, {"H1": None}) == {TECH_ROLE: None}


def test_the_first_that_is_known_is_taken() -> None:
    assert choose({TECH_ROLE: "p"}, {TECH_ROLE: "H0"}, {"H9": "p", "H1": "p"}) == {TECH_ROLE: "H9"}


def test_a_plan_tells_which_handles_leave_a_role() -> None:
    steps = (
        RoleStep(role=OWNER_ROLE, contact="owner", version=1, present="H1", handle="H1"),
        RoleStep(role=ADMIN_ROLE, contact="office", version=1, makes="NS0"),
        RoleStep(role=TECH_ROLE, contact="technician", version=2, present="H2", handle="H3"),
    )
    assert [step.is_done for step in steps] == [True, False, False]
    assert HandlePlan(name=NAME, steps=steps).replaced == {TECH_ROLE: "H2"}

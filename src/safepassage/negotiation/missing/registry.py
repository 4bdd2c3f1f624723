"""Every check, in the order of the text, and which of them stands against each of the twenty ways in which corridors have failed."""

from dataclasses import dataclass

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Case, Kind
from safepassage.negotiation.missing import agreeing, carrying, cases, clocks, column, conduct, hours, passage, road
from safepassage.negotiation.missing.point import Check

CHECKS: tuple[Check, ...] = (
    agreeing.too_few_parties,
    agreeing.nobody_signs,
    agreeing.signs_for_no_party,
    agreeing.signatory_without_authority,
    agreeing.nobody_between,
    agreeing.nobody_guarantees,
    agreeing.nobody_observes,
    agreeing.no_purpose,
    road.no_streets,
    road.point_without_coordinates,
    road.no_segments,
    road.road_in_one_piece,
    road.segment_without_ends,
    road.segment_without_length,
    road.segments_do_not_join,
    road.nobody_controls,
    road.control_by_no_party,
    road.no_commander,
    road.no_buffer,
    hours.no_window,
    hours.no_last_entry_or_exit,
    hours.hours_out_of_order,
    column.planned_hours_left_out,
    column.window_shorter_than_column,
    column.last_exit_before_column,
    hours.windows_do_not_follow,
    clocks.hours_not_on_each_clock,
    clocks.clocks_disagree,
    clocks.hour_comes_twice,
    hours.no_opening_condition,
    hours.no_extension_rule,
    carrying.nowhere_to_gather,
    carrying.gathering_without_room,
    carrying.gathering_without_coordinates,
    carrying.no_destination,
    carrying.destination_imposed,
    carrying.no_vehicles,
    carrying.vehicles_not_described,
    carrying.plates_too_late,
    carrying.vehicles_not_as_planned,
    carrying.private_cars_left_open,
    passage.no_checkpoint,
    passage.checkpoint_not_described,
    passage.checkpoint_of_no_party,
    passage.nothing_forbidden,
    passage.hold_without_end,
    passage.goods_not_inspected,
    passage.no_escort,
    passage.no_handover,
    passage.not_cleared,
    conduct.nobody_to_call,
    conduct.no_hotline,
    conduct.people_not_told,
    conduct.no_incident_ladder,
    conduct.no_suspension_rule,
    conduct.no_resumption_rule,
    conduct.no_termination_rule,
    conduct.no_safe_halt,
    conduct.halt_without_coordinates,
    carrying.no_way_back,
    conduct.links_left_open,
    conduct.nobody_counts,
    conduct.nobody_reports,
    agreeing.standing_clause_left_out,
    agreeing.no_data_rule,
    agreeing.announced_by_one_side,
    agreeing.agreed_in_principle,
)


@dataclass(frozen=True, slots=True)
class FailureMode:
    """One way in which corridors have failed: the check that finds it before anybody signs, what it finds, and the real case."""

    name: str
    check: Check
    clause: Clause
    kind: Kind
    case: Case


FAILURE_MODES: dict[int, FailureMode] = {
    1: FailureMode("Agreed in principle only", agreeing.agreed_in_principle, Clause.VERSION, Kind.UNPROVEN, cases.ONLY_IN_PRINCIPLE),
    2: FailureMode("Ceasefire on part of the road only", hours.no_window, Clause.WINDOWS, Kind.ABSENT, cases.PART_OF_THE_ROAD),
    3: FailureMode("The marked road is mined", passage.not_cleared, Clause.CLEARANCE, Kind.UNPROVEN, cases.ROAD_WAS_MINED),
    4: FailureMode("Announced by one side", agreeing.announced_by_one_side, Clause.VERSION, Kind.UNPROVEN, cases.ONE_SIDE_ANNOUNCED),
    5: FailureMode("Two clocks", clocks.clocks_disagree, Clause.WINDOWS, Kind.CONTRADICTORY, cases.TWO_CLOCKS),
    6: FailureMode("People not told", conduct.people_not_told, Clause.PUBLIC_NOTICE, Kind.ABSENT, cases.PEOPLE_NOT_TOLD),
    7: FailureMode("Vehicles and crews seized", conduct.no_incident_ladder, Clause.INCIDENTS, Kind.ABSENT, cases.BUSES_SEIZED),
    8: FailureMode("The unit that fires does not know", road.no_commander, Clause.COMMANDERS, Kind.UNPROVEN, cases.UNIT_DID_NOT_KNOW),
    9: FailureMode("Escort and route disputed", passage.no_handover, Clause.ESCORT, Kind.CONTRADICTORY, cases.ESCORT_DISPUTED),
    10: FailureMode("Night on the road", hours.no_last_entry_or_exit, Clause.WINDOWS, Kind.ABSENT, cases.NIGHT_ON_THE_ROAD),
    11: FailureMode("The column grows", carrying.private_cars_left_open, Clause.PRIVATE_CARS, Kind.ABSENT, cases.COLUMN_GREW),
    12: FailureMode("Men screened and held", passage.nothing_forbidden, Clause.CHECKPOINTS, Kind.ABSENT, cases.MEN_SCREENED),
    13: FailureMode(
        "Held hostage to another corridor", conduct.links_left_open, Clause.LINKED_CORRIDORS, Kind.ABSENT, cases.HELD_HOSTAGE_TO_ANOTHER
    ),
    14: FailureMode("No fuel, no way back", carrying.no_way_back, Clause.RETURN, Kind.ABSENT, cases.NO_WAY_BACK),
    15: FailureMode("Crush at the buses", carrying.gathering_without_room, Clause.GATHERING, Kind.ABSENT, cases.CRUSH),
    16: FailureMode("The column is shelled", conduct.no_suspension_rule, Clause.SUSPENSION, Kind.ABSENT, cases.COLUMN_SHELLED),
    17: FailureMode("Each blames the other", agreeing.nobody_observes, Clause.MONITORS, Kind.ABSENT, cases.TWO_ACCOUNTS),
    18: FailureMode("Aid is not let in", passage.goods_not_inspected, Clause.INSPECTION, Kind.ABSENT, cases.AID_NOT_LET_IN),
    19: FailureMode("Numbers disagree", conduct.nobody_counts, Clause.COUNTING, Kind.ABSENT, cases.NUMBERS_DISAGREE),
    20: FailureMode("The outcome is unknown", conduct.nobody_reports, Clause.REPORTING, Kind.ABSENT, cases.OUTCOME_UNKNOWN),
}
"""By the number of the mode in docs/missing.md."""

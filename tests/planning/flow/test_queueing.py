"""Own transport of a small scenario as a flow: figures by hand."""

from tests.planning.hamlet import SPOT, at, hamlet, leg, people_at

from safepassage.corridor import Checkpoint, OwnTransport, OwnTransportMode, Party
from safepassage.planning.flow.own_flow import flow_own


def test_classes_that_start_at_different_places_queue_before_a_checkpoint_together():
    """Four cars from the square and two slower ones from the yard, 10 minutes before a gate that passes three in a quarter of an hour.

    Three a quarter, evenly spread, are one at the end of every five minutes: the two from the yard pass at 09:14 and 09:19. They leave two
    in each of the first two quarters, at the end of every seven or eight minutes: so those from the square pass at 09:14, 09:22, 09:29 and,
    in a quarter that is all theirs, at 09:34. All are at the hall 10 minutes later.
    """
    cars = [
        OwnTransport(
            gathering_point=point, mode=OwnTransportMode.CAR, units=units, other_people=units, max_speed_kmh=speed, passage_share=1.0
        )
        for point, units, speed in (("square", 4, 90.0), ("yard", 2, 80.0))
    ]
    gate = Checkpoint(
        id="gate",
        name="Gate",
        party="south",
        lanes=1,
        inbound_vehicles_per_15_min=3,
        outbound_vehicles_per_15_min=3,
        hold_min=0,
        **SPOT,
    )
    flow = flow_own(
        hamlet(
            parties=(Party(id="south", name="South", zone="UTC"),),
            gathering_points=(people_at("square"), people_at("yard")),
            checkpoints=(gate,),
            own_transport=tuple(cars),
            legs=(leg("depot", "square", 10), leg("square", "gate", 10), leg("yard", "gate", 10), leg("gate", "hall", 10)),
        ),
        may_wait_at_checkpoints=True,
    )
    assert (flow.units, flow.arrived_units) == (6, 6)
    assert flow.clears_at == at("09:44")
    assert {queue.place for queue in flow.queues} <= {"square", "yard", "gate"}
    assert {(queue.place, queue.units) for queue in flow.queues if queue.place != "gate"} <= {("square", 4), ("yard", 2)}

"""A hamlet with two squares: one 10 km of silent road from the hall, the other one 60, with ten people and a bus each.

    depot --10 min-- near --10 min, segment "short"-- hall --60 min, segment "long"-- far --10 min-- other depot

Each bus has fuel for one journey. With margins and grain of 15 minutes a passage of 10 minutes needs at least 45, one of 60 at least 90:
7.5 km·h and 90 km·h.
"""

from typing import Any

from tests.planning.hamlet import at, bus, buses, depot, hamlet, leg, people_at, span

from safepassage.corridor import Control, Hospital, OfferedWindow, Segment
from safepassage.scenario.scenario import Scenario

NEAR_KM_H, FAR_KM_H = 7.5, 90.0


def two_roads(**changes: Any) -> Scenario:
    segments = tuple(Segment(id=name, name=name.title(), needs_silence=True) for name in ("short", "long"))
    return hamlet(
        **{
            "id": "two-roads",
            "title": "Two <roads> & a hall",
            "horizon": span("09:00", "13:00"),
            "segments": segments,
            "control": tuple(Control(segment=each.id, party="south", since=at("00:00"), source="invented") for each in segments),
            "windows": tuple(
                OfferedWindow(segment=each.id, party=party, opens=at("08:00"), closes=at("15:00"))
                for each in segments
                for party in ("north", "south")
            ),
            "depots": (depot(), depot("other")),
            "gathering_points": (people_at("near"), people_at("far")),
            "legs": (
                leg("depot", "near", 10),
                leg("near", "hall", 10, segment="short"),
                leg("hall", "far", 60, segment="long"),
                leg("far", "other", 10),
            ),
            "vehicle_types": (bus(fuel_range_km=25.0), bus(id="far-bus", fuel_range_km=75.0)),
            "fleet": (buses(), buses(type="far-bus", depot="other")),
            **changes,
        }
    )


def with_stretcher_case(**changes: Any) -> Scenario:
    """The near square has one stretcher case, and everybody is brought to a hospital in the hall's place."""
    place = {"latitude": 47.0, "longitude": 37.0}
    return two_roads(
        **{
            "gathering_points": (people_at("near", stretcher_people=1), people_at("far")),
            "reception_centres": (),
            "hospitals": (Hospital(id="hall", name="Hall", capacity_people=100, hospital_beds=5, **place),),
            "vehicle_types": (bus(fuel_range_km=25.0, stretcher_bays=1), bus(id="far-bus", fuel_range_km=75.0)),
            **changes,
        }
    )

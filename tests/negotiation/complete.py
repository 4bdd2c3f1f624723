"""One complete agreement for an invented town, Vyrii: two parties, two clocks, two segments, a checkpoint, people out and medicine in.

Nothing is missing from it. Tests change one thing and see what follows.
"""

from typing import Any

from safepassage.corridor import GoodsKind, Party, parse_instant
from safepassage.negotiation.terms import (
    CheckpointTerms,
    ClearanceTerms,
    Contact,
    Draft,
    Escort,
    GatheringTerms,
    GoodsTerms,
    Inspection,
    LadderStep,
    LocalHours,
    Person,
    Planned,
    Point,
    PrivateCars,
    PublicNotice,
    SegmentTerms,
    Signatory,
    Standing,
    Terms,
    VehicleTerms,
    WindowTerms,
)

HILL = "hill"
RIVER = "river"
HILL_ZONE = "Europe/Moscow"
RIVER_ZONE = "Europe/Kyiv"

VYRII = Point(id="vyrii", names={"en": "Vyrii", "uk": "Вирій", "ru": "Вырий"}, latitude=47.1000, longitude=37.5000)
MILL = Point(id="mill", names={"en": "Mill bridge", "uk": "Млиновий міст", "ru": "Мельничный мост"}, latitude=47.2500, longitude=37.3000)
LUHIV = Point(id="luhiv", names={"en": "Luhiv", "uk": "Лугів", "ru": "Лугов"}, latitude=47.4000, longitude=37.1000)

HILL_COMMANDER = Person(office="commander of the 1st brigade of Hill", contact="radio 41.2 MHz, call sign OAK")
RIVER_COMMANDER = Person(office="commander of the 7th brigade of River", contact="radio 41.2 MHz, call sign REED")


def window(**changes: Any) -> WindowTerms:
    """From 09:00 to 16:00 by River's clock, which is 10:00 to 17:00 by Hill's."""
    fields: dict[str, Any] = {
        "opens": parse_instant("2022-03-24 09:00 Europe/Kyiv"),
        "closes": parse_instant("2022-03-24 16:00 Europe/Kyiv"),
        "last_entry": parse_instant("2022-03-24 14:30 Europe/Kyiv"),
        "last_exit": parse_instant("2022-03-24 15:45 Europe/Kyiv"),
        "local_hours": (
            LocalHours(zone=RIVER_ZONE, opens="2022-03-24 09:00", closes="2022-03-24 16:00"),
            LocalHours(zone=HILL_ZONE, opens="2022-03-24 10:00", closes="2022-03-24 17:00"),
        ),
    }
    return WindowTerms(**(fields | changes))


def clearance(**changes: Any) -> ClearanceTerms:
    """Cleared the evening before; holds until the next midnight."""
    fields: dict[str, Any] = {
        "author": Person(office="head of the demining section of the engineers"),
        "cleared_at": parse_instant("2022-03-23 18:00 Europe/Kyiv"),
        "expires_at": parse_instant("2022-03-25 00:00 Europe/Kyiv"),
        "certificate": "record 12 of 23 March 2022",
    }
    return ClearanceTerms(**(fields | changes))


def hill_segment(**changes: Any) -> SegmentTerms:
    """From the town to the bridge, held by Hill."""
    fields: dict[str, Any] = {
        "id": "vyrii-mill",
        "names": {"en": "Vyrii to Mill bridge", "uk": "Вирій - Млиновий міст", "ru": "Вырий - Мельничный мост"},
        "begins": VYRII,
        "ends": MILL,
        "km": 24.0,
        "roads": ("M14", "T0509"),
        "controlling_party": HILL,
        "commander": HILL_COMMANDER,
        "buffer_m": 2000,
        "windows": (window(),),
        "clearance": clearance(),
    }
    return SegmentTerms(**(fields | changes))


def river_segment(**changes: Any) -> SegmentTerms:
    """From the bridge to safety, held by River."""
    fields: dict[str, Any] = {
        "id": "mill-luhiv",
        "names": {"en": "Mill bridge to Luhiv", "uk": "Млиновий міст - Лугів", "ru": "Мельничный мост - Лугов"},
        "begins": MILL,
        "ends": LUHIV,
        "km": 23.0,
        "roads": ("T0509",),
        "controlling_party": RIVER,
        "commander": RIVER_COMMANDER,
        "buffer_m": 2000,
        "windows": (window(),),
        "clearance": clearance(),
    }
    return SegmentTerms(**(fields | changes))


def checkpoint(**changes: Any) -> CheckpointTerms:
    """At the bridge, run by Hill."""
    fields: dict[str, Any] = {
        "id": "mill-checkpoint",
        "names": {"en": "Mill bridge checkpoint", "uk": "Блокпост Млиновий міст", "ru": "Блокпост Мельничный мост"},
        "latitude": 47.2490,
        "longitude": 37.3010,
        "party": HILL,
        "may_check": ("look into vehicles for weapons",),
        "may_not": ("search telephones", "hold back men of any age", "take anything or anybody away"),
        "longest_hold_min": 20,
    }
    return CheckpointTerms(**(fields | changes))


def buses(**changes: Any) -> VehicleTerms:
    """Twelve white buses."""
    fields: dict[str, Any] = {
        "kind": "bus",
        "names": {"en": "bus", "uk": "автобус", "ru": "автобус"},
        "vehicles": 12,
        "colour": "white",
        "marking": "the word CIVILIANS on both sides and the roof",
        "plates_by": parse_instant("2022-03-23 20:00 Europe/Kyiv"),
    }
    return VehicleTerms(**(fields | changes))


def planned(**changes: Any) -> Planned:
    """What the plan behind it does: its column clears each segment within its window."""
    fields: dict[str, Any] = {"vehicles": {"bus": 12}, "clears_min": {"vyrii-mill": 300, "mill-luhiv": 290}, "overnight_people": 0}
    return Planned(**(fields | changes))


def complete(**changes: Any) -> Draft:
    """The whole agreement; `changes` are fields of its terms, or `planned`."""
    plan = changes.pop("planned", planned())
    fields: dict[str, Any] = {
        "id": "vyrii-luhiv",
        "version": 3,
        "standing": Standing.PROPOSAL,
        "names": {"en": "Vyrii to Luhiv", "uk": "Вирій - Лугів", "ru": "Вырий - Лугов"},
        "parties": (Party(id=HILL, name="Hill", zone=HILL_ZONE), Party(id=RIVER, name="River", zone=RIVER_ZONE)),
        "signatories": (
            Signatory(party=HILL, person=Person(office="deputy minister of defence of Hill"), authority="order 17 of 20 March 2022"),
            Signatory(party=RIVER, person=Person(office="deputy prime minister of River"), authority="decree 88 of 19 March 2022"),
        ),
        "intermediary": Person(office="head of the delegation of the neutral intermediary", contact="+000 1"),
        "guarantor": Person(office="ambassador of the guarantor state", contact="+000 2"),
        "monitors": (Person(office="head of the monitoring team", contact="+000 3"),),
        "brings_out": ("civilians who wish to leave", "the wounded and the sick"),
        "brings_in": (GoodsTerms(kind=GoodsKind.MEDICINE, weight_kg=4000),),
        "segments": (hill_segment(), river_segment()),
        "opening_condition": "both brigades have reported by radio to the intermediary that they have ceased fire on their segment",
        "extension_rule": "by 60 minutes at most, if both commanders confirm it to the intermediary 60 minutes before the window closes",
        "gathering_points": (
            GatheringTerms(
                id="theatre",
                names={"en": "Theatre", "uk": "Театр", "ru": "Театр"},
                latitude=47.0990,
                longitude=37.5010,
                holds_people=400,
            ),
        ),
        "destinations": ({"en": "Luhiv", "uk": "Лугів", "ru": "Лугов"}, {"en": "Stepove", "uk": "Степове", "ru": "Степное"}),
        "are_destinations_free": True,
        "vehicles": (buses(),),
        "private_cars": PrivateCars(are_admitted=True, place_in_column="behind the last bus", most_cars=150),
        "checkpoints": (checkpoint(),),
        "inspection": Inspection(place=LUHIV, by=Person(office="joint inspection team of Hill and River"), are_sealed=True),
        "escort": Escort(by=Person(office="two unarmed cars of the intermediary"), handover_points=(MILL,)),
        "contacts": (
            Contact(
                of=HILL, person=HILL_COMMANDER, primary="+000 10", alternate="radio 41.2 MHz", contingency="+000 11", emergency="courier"
            ),
            Contact(
                of=RIVER, person=RIVER_COMMANDER, primary="+000 20", alternate="radio 41.2 MHz", contingency="+000 21", emergency="courier"
            ),
        ),
        "hotline": "+000 99, staffed by both parties from one hour before the first window to the last vehicle's arrival",
        "public_notice": PublicNotice(
            by=Person(office="mayor of Vyrii"),
            channels=("radio 101.2 FM", "loudspeaker cars", "printed notices at the gathering points"),
            languages=("uk", "ru"),
            released_by=Person(office="head of the delegation of the neutral intermediary"),
        ),
        "incident_ladder": (
            LadderStep(within_min=5, who="convoy leader", does="reports to both commanders and the intermediary"),
            LadderStep(within_min=15, who="both commanders", does="confirm by radio that fire has ceased, or suspend"),
            LadderStep(within_min=60, who="both signatories", does="speak over the hotline"),
        ),
        "suspension_rule": "either commander or the intermediary suspends by radio; nobody enters, who is inside goes to the next halt",
        "resumption_rule": "both commanders confirm their segment anew to the intermediary",
        "termination_rule": "either party by written notice to the intermediary; it holds once the last vehicle has left the road",
        "safe_halts": (Point(id="school", names={"en": "School", "uk": "Школа", "ru": "Школа"}, latitude=47.2600, longitude=37.2900),),
        "return_of_vehicles": "empty vehicles and crews come back by the same road on 25 March from 09:00 Kyiv, refuelled at Luhiv",
        "linked_corridors": (),
        "counting_rule": "the intermediary counts people, vehicles and sealed loads at the theatre, Mill bridge and Luhiv, and tells both",
        "reporting_rule": "the intermediary writes to both parties within 24 hours of the last arrival what was counted and what happened",
        "standing_clauses": ("voluntary", "no-forced-transfer", "those-who-stay", "law-unchanged", "status-unchanged"),
        "data_rule": "both parties get counts and plates only, for this movement only, and destroy them within 30 days",
    }
    return Draft(terms=Terms(**(fields | changes)), planned=plan)

"""What a route card says, as plain lists and texts for the template. Everything the card prints passes through here."""

from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import mgrs
from babel import Locale
from babel.core import get_global

from safepassage.corridor import NOBODY, PeopleByClass, PlaceKind, WindowStatus
from safepassage.documents import card_words
from safepassage.documents.card_points import SAME_SPOT_KM, Drive, Latest, Limit, Point, PointKind, Stretch
from safepassage.documents.languages import counted
from safepassage.documents.local_times import offset_text, zones_of
from safepassage.planning.itinerary import Alight, Board, Direction
from safepassage.planning.itinerary import Drive as ItineraryDrive
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_UTC = "UTC"


def card_content(drive: Drive, plan: Plan, scenario: Scenario, languages: tuple[str, ...], plan_hash: str) -> dict[str, Any]:
    """The whole card. Texts in several languages are lists in the order of `languages`, each different text once."""
    writer = _Writer(drive, scenario, languages)
    convoy = drive.convoy
    windows = [stretch.window for stretch in drive.stretches if stretch.window is not None]
    is_confirmed = all(window.status is WindowStatus.CONFIRMED for window in windows)
    return {
        "title": f"{card_words.labels(languages)['title'][-1]} {convoy.id}",
        "languages": list(languages),
        "labels": {key: _each_once(words) for key, words in card_words.labels(languages).items()},
        "kinds": {key: _each_once(words) for key, words in card_words.kinds(languages).items()},
        "convoy": convoy.id,
        "direction": _each_once(card_words.direction(convoy.direction, languages)),
        "banner": card_words.banner(is_confirmed, languages),
        "is_confirmed": is_confirmed,
        "date": f"{convoy.departs_at.astimezone(ZoneInfo(scenario.zone)):%d.%m.%Y}",
        "zones": writer.zones(),
        "departure": writer.point(drive.points[0])["times"],
        "vehicles": _each_once([counted("{count} vehicle", "{count} vehicles", len(convoy.vehicles), language) for language in languages]),
        "types": _vehicle_types(drive, plan, scenario),
        "order": list(convoy.vehicles),
        "people_label": "to_board" if writer.starts_with_boarding() else "on_board",
        "people": writer.people(plan),
        "already_on_board": writer.already_on_board(plan),
        "goods_kg": convoy.goods_kg,
        "parties": writer.parties(),
        "rows": writer.rows(),
        "ends_at_halt": drive.ends_at_halt,
        "instructions": [
            {
                "language": language,
                "sections": [{"heading": heading, "lines": lines} for heading, lines in card_words.instructions(language)],
            }
            for language in languages
        ],
        "people_rows": [_each_once(words) for words in card_words.classes(languages).values()]
        if convoy.direction is Direction.OUTBOUND
        else [],
        "people_columns": [_each_once(words) for words in card_words.counts(languages)],
        "goods_rows": [_each_once(words) for words in card_words.goods_kinds(languages).values()],
        "goods_columns": [_each_once(words) for words in card_words.goods_counts(languages)],
        "vehicle_columns": [_each_once(words) for words in card_words.vehicle_counts(languages)],
        "plan_hash": plan_hash[:12],
        "scenario_hash": plan.scenario_hash[:12],
    }


def _each_once(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _vehicle_types(drive: Drive, plan: Plan, scenario: Scenario) -> list[tuple[str, int]]:
    types = {itinerary.vehicle: itinerary.type for itinerary in plan.itineraries}
    names = {entry.id: entry.name for entry in scenario.vehicle_types}
    return list(Counter(names[types[vehicle]] for vehicle in drive.convoy.vehicles).items())


def roman(number: int) -> str:
    """A segment's number on the card, so that nobody takes it for a point's."""
    numeral = ""
    for value, letters in _ROMAN:
        while number >= value:
            numeral, number = numeral + letters, number - value
    return numeral


@lru_cache
def _grid() -> mgrs.MGRS:
    return mgrs.MGRS()


def grid_reference(latitude: float, longitude: float) -> str:
    """The MGRS reference (WGS 84) of the ten-metre square that a point lies in, such as '36T XT 1234 5678'.

    Source: NGA.STND.0037, Universal Grids and Grid Reference Systems.
    """
    written = str(_grid().toMGRS(latitude, longitude, MGRSPrecision=4))
    square, digits = written[:-8], written[-8:]
    return f"{square[:-2]} {square[-2:]} {digits[:4]} {digits[4:]}"


class _Writer:
    """Turns a drive into lists and texts."""

    def __init__(self, drive: Drive, scenario: Scenario, languages: tuple[str, ...]) -> None:
        self._drive = drive
        self._scenario = scenario
        self._languages = languages
        self._clocks = (*zones_of(scenario), _UTC)
        self._day = drive.convoy.departs_at.astimezone(ZoneInfo(scenario.zone)).date()
        self._letters = {party: chr(ord("A") + row) for row, party in enumerate(self._named_parties())}

    def _named_parties(self) -> list[str]:
        named = {party for stretch in self._drive.stretches for party in self._holders_and_silencers(stretch)}
        checkpoints = {checkpoint.id: checkpoint.party for checkpoint in self._scenario.checkpoints}
        named |= {checkpoints[point.place] for point in self._drive.points if point.place in checkpoints}
        return [party.id for party in self._scenario.parties if party.id in named]

    def _holders_and_silencers(self, stretch: Stretch) -> tuple[str, ...]:
        controls = (entry["party"] for entry in self._controls(stretch))
        return (*controls, *(stretch.window.parties if stretch.window is not None else ()))

    def _names(self, any_id: str) -> list[str]:
        return _each_once([self._scenario.name(any_id, language) for language in self._languages])

    def _times(self, instant: datetime) -> list[str]:
        """On every clock, whole minutes, cut (never rounded up); a day other than that of departure is marked."""
        texts = []
        for zone in self._clocks:
            local = instant.astimezone(ZoneInfo(zone))
            days = (local.date() - self._day).days
            texts.append(f"{local:%H:%M}" + (f"{days:+d}" if days else ""))
        return texts

    def zones(self) -> list[dict[str, Any]]:
        """Every clock: its city in each language and how far it is ahead of UTC on this drive, both where that changes on the way."""
        convoy = self._drive.convoy
        clocks = []
        for zone in self._clocks:
            cities = [] if zone == _UTC else _each_once([_city(zone, language) for language in self._languages])
            offsets = [] if zone == _UTC else _each_once([offset_text(at, zone) for at in (convoy.departs_at, convoy.arrives_at)])
            clocks.append({"cities": cities or [_UTC], "offsets": offsets})
        return clocks

    def parties(self) -> list[dict[str, Any]]:
        return [{"letter": letter, "names": self._names(party)} for party, letter in self._letters.items()]

    def starts_with_boarding(self) -> bool:
        """People board at gathering points only; from a safe halt they go on as they came."""
        return self._scenario.place(self._drive.route.origin).kind is PlaceKind.GATHERING_POINT

    def people(self, plan: Plan) -> list[list[str]]:
        """How many seats and stretcher bays are to be filled at the start, or are taken of how many; nothing about who."""
        people, aboard = self._drive.convoy.people, self._aboard_before(plan)
        if self.starts_with_boarding():
            seats, bays = people.seated_people - aboard.seated_people, people.stretcher_people - aboard.stretcher_people
            return self._places(("", seats), ("", bays))
        types = {itinerary.vehicle: itinerary.type for itinerary in plan.itineraries}
        known = {entry.id: entry for entry in self._scenario.vehicle_types}
        convoy = [known[types[vehicle]] for vehicle in self._drive.convoy.vehicles]
        all_seats, all_bays = sum(each.seats for each in convoy), sum(each.stretcher_bays for each in convoy)
        return self._places(
            (f"{people.seated_people} / ", all_seats if people.seated_people else 0),
            (f"{people.stretcher_people} / ", all_bays if people.stretcher_people else 0),
        )

    def already_on_board(self, plan: Plan) -> list[list[str]]:
        """The seats and bays of those who boarded at another gathering point before."""
        if not self.starts_with_boarding():
            return []
        aboard = self._aboard_before(plan)
        return self._places(("", aboard.seated_people), ("", aboard.stretcher_people))

    def _aboard_before(self, plan: Plan) -> PeopleByClass:
        """Who was on board of the convoy's vehicles already when they came to where it leaves."""
        aboard = NOBODY
        for itinerary in plan.itineraries:
            boarded = [NOBODY]
            for activity in itinerary.activities:
                if isinstance(activity, Board):
                    boarded.append(activity.people)
                elif isinstance(activity, Alight):
                    boarded = [NOBODY]
                elif isinstance(activity, ItineraryDrive) and activity.convoy == self._drive.convoy.id:
                    aboard = sum(boarded[:-1], aboard)
        return aboard

    def _places(self, seats: tuple[str, int], bays: tuple[str, int]) -> list[list[str]]:
        """Seats and stretcher bays in every language, each with what stands before it; nothing where there are none."""
        lines = [
            [seats[0] + counted("{count} seat", "{count} seats", seats[1], language) for language in self._languages] if seats[1] else [],
            [bays[0] + counted("{count} stretcher bay", "{count} stretcher bays", bays[1], language) for language in self._languages]
            if bays[1]
            else [],
        ]
        return [_each_once(line) for line in lines if line]

    def rows(self) -> list[dict[str, Any]]:
        """Points in order, and before the road it speaks of, a band for each segment."""
        rows = []
        bands = list(enumerate(self._drive.stretches))
        for index, point in enumerate(self._drive.points):
            rows.append(self.point(point))
            ahead = self._drive.points[index + 1].km if index + 1 < len(self._drive.points) else float("inf")
            while bands and bands[0][1].starts_km < ahead - SAME_SPOT_KM:
                rows.append(self._band(*bands.pop(0)))
        return rows

    def point(self, point: Point) -> dict[str, Any]:
        latest, turn = self._drive.latest(point), self._drive.turn_back(point)
        turn_by = None if turn is None or (latest is not None and self._drive.can_turn_late(point)) else turn.until
        return {
            "row": "point",
            "number": point.number,
            "kind": point.kind.value,
            "names": self._names(point.place) if point.place is not None else _each_once(card_words.kinds(self._languages)[point.kind]),
            "km": f"{point.km:.1f}",
            "spot": "" if point.spot is None else f"{point.spot[0]:.4f}, {point.spot[1]:.4f}",
            "grid": "" if point.spot is None else grid_reference(*point.spot),
            "hold": self._hold(point),
            "back": "" if point.number == 0 else "–" if turn is None else str(turn.target.number),
            "times": {
                "planned": self._times(self._drive.planned(point)),
                "latest": [] if latest is None else self._times(latest.at),
                "limit": _limit(latest),
                "turn_by": [] if turn_by is None or point.number == 0 else self._times(turn_by),
            },
        }

    def _hold(self, point: Point) -> str:
        checkpoint = next((each for each in self._scenario.checkpoints if each.id == point.place), None)
        if point.kind is not PointKind.CHECKPOINT or checkpoint is None:
            return ""
        hours = f"{checkpoint.opens:%H:%M}–{checkpoint.closes:%H:%M}" if checkpoint.opens and checkpoint.closes else "00–24"
        return f"{self._letters[checkpoint.party]} · {point.hold_min}′ · {hours}"

    def _controls(self, stretch: Stretch) -> list[dict[str, str]]:
        """Who holds the segment by the latest source up to the convoy's passing; several where sources of one instant differ."""
        if stretch.segment is None:
            return []
        passes_at = self._drive.convoy.departs_at
        said = [entry for entry in self._scenario.control if entry.segment == stretch.segment and entry.since <= passes_at]
        latest = max((entry.since for entry in said), default=None)
        return [
            {"party": entry.party, "source": entry.source, "since": f"{entry.since.astimezone(ZoneInfo(self._scenario.zone)):%d.%m.%Y}"}
            for entry in said
            if entry.since == latest
        ]

    def _band(self, index: int, stretch: Stretch) -> dict[str, Any]:
        window = stretch.window
        on_it = [point for point in self._drive.points if stretch.starts_km + SAME_SPOT_KM < point.km <= stretch.ends_km + SAME_SPOT_KM]
        # A last segment without a point of its own is turned back from where it begins.
        turns = [point.number for point in on_it or self._drive.points[-1:] if self._drive.can_turn_late(point)]
        return {
            "row": "segment",
            "numeral": roman(index + 1),
            "names": [] if stretch.segment is None else self._names(stretch.segment),
            "is_segment": stretch.segment is not None,
            "km": f"{stretch.starts_km:.1f}",
            "controls": [
                {
                    "letter": self._letters[entry["party"]],
                    "names": self._names(entry["party"]),
                    "source": entry["source"],
                    "since": entry["since"],
                }
                for entry in self._controls(stretch)
            ],
            "silence": [] if window is None else _each_once(card_words.silence(window.status, self._languages)),
            "silencers": [] if window is None else [self._letters[party] for party in window.parties],
            "opens": [] if window is None else self._times(window.interval.starts_at),
            "closes": [] if window is None else self._times(window.interval.ends_at),
            "last_turn": str(turns[-1]) if turns else "",
        }


def _city(zone: str, language: str) -> str:
    """The city that a zone is named after. Unicode's data still files some zones under an older spelling, Kyiv among them."""
    spellings = (zone, *(older for older, newer in get_global("zone_aliases").items() if newer == zone))
    known = Locale(language).time_zones
    named = (known[spelling].get("city") for spelling in spellings if spelling in known)
    return next((str(city) for city in named if city), zone.rpartition("/")[2].replace("_", " "))


def _limit(latest: Latest | None) -> dict[str, str]:
    if latest is None:
        return {"kind": "", "number": ""}
    if latest.limit is Limit.DARK:
        return {"kind": "dark", "number": ""}
    return {"kind": latest.limit.value, "number": roman(latest.number + 1) if latest.limit is Limit.SILENCE else str(latest.number)}

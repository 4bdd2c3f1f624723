"""The difference of a changed plan in the words of the field: what goes as planned, what does not, who must be told what.

Invariant: every sentence says one thing to one reader; times are of the scenario's zone, in windows of every party's too.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from safepassage.corridor import Interval, OwnTransportMode, PeopleByClass
from safepassage.documents.local_times import zones_of
from safepassage.documents.summary import CLASS_WORDS
from safepassage.planning.replanning.difference import CallChange, ConvoyChange, Difference, Kind, Stranded, VehicleChange, WindowChange
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

_MOST_TOLD = 5
"""Boardings told where people were set down; all are in difference.json."""


class DifferenceWords:
    """Says one difference. `plan` is the new one, `before` the old: roads of convoys are told by their ends."""

    def __init__(self, difference: Difference, scenario: Scenario, plan: Plan, before: Plan) -> None:
        self.difference = difference
        self._scenario = scenario
        self._zone = ZoneInfo(difference.zone)
        self._ends = {route.id: (route.origin, route.destination) for route in (*before.routes, *plan.routes)}
        self._day = difference.at.astimezone(self._zone).date()

    def opening(self) -> str:
        """The first sentence."""
        told = self.difference
        rest = [each for each in told.vehicles if each.kind is not Kind.DONE]
        same = sum(each.kind is Kind.AS_PLANNED for each in rest)
        return (
            f"From {self.clock(told.at)} {told.zone} on: {same} of {len(rest)} vehicles with something left to do go exactly as planned; "
            f"{told.out_now.total_people:,} people get out in vehicles, before the change it was {told.out_before.total_people:,}."
        )

    def possible(self) -> str:
        """How near the best possible it is, by the search's own word."""
        told = self.difference
        if told.most_points is None:
            return "What is possible at most from here on was not worked out."
        return (
            f"From here on no way brings the whole day to more than {told.most_points:,.1f} points, says the search, and nothing has "
            f"worked that out again; this plan has {told.value_points:,.1f}. Own cars and people on foot are not counted."
        )

    def causes(self) -> list[str]:
        """What the difference comes from."""
        return [*self.difference.changes, *self.difference.reports] or ["nothing: the scenario is the plan's, and all went as planned"]

    def alarms(self) -> list[str]:
        """What somebody must act on at once: people on the road or set down first."""
        lines = [line for each in self.difference.stranded for line in self._stranded(each)]
        for on in self.difference.on_closed_roads:
            drive = f"{self._place(on.origin)} to {self._place(on.destination)}"
            lines.append(
                f"{on.vehicle} is on the road from {drive} since {self.clock(on.departed_at)} and would come to a road that is closed now: "
                "stop it or lead it round; the plan counts on its arrival "
                f"at {self.clock(on.arrives_at)}"
            )
        for own in self.difference.own_on_closed_roads:
            what = "own cars" if own.mode is OwnTransportMode.CAR else "groups on foot"
            lines.append(
                f"{own.units:,} {what} with {own.people:,} people are on the road from {self._place(own.origin)} to "
                f"{self._place(own.destination)} since {self.clock(own.departed_at)} and would come to a road that is closed now: "
                f"warn them; the plan counts on their arrival at {self.clock(own.arrives_at)}"
            )
        for late in self.difference.overdue:
            until = self.clock(late.interval.ends_at)
            name = self._scenario.name(late.segment, self._scenario.language)
            lines.append(
                f"{late.vehicle} is late and may be on {name} until {until}, beyond the silence with its margin: ask for it at once"
            )
        lines += [
            f"{each.vehicle} could not be planned for: lead it by hand"
            for each in self.difference.vehicles
            if each.kind is Kind.NOT_PLANNED
        ]
        return lines

    def _stranded(self, each: Stranded) -> Iterator[str]:
        detail = f" ({classes_text(each.people)})" if each.people.total_people else ""
        where = f"at {self._place(each.place)}"
        if each.towards is not None:
            where = f"on the road from {self._place(each.place)} to {self._place(each.towards)}"
        goods = f" and {each.goods_kg:,} kg of goods" if each.goods_kg else ""
        if each.set_down_at is not None:
            waits = f"its {each.people.total_people} people{detail} wait at {self._place(each.set_down_at)} and need new tickets"
            yield f"{each.vehicle} is out of service {where} since {self.clock(each.since)}{goods and ', with' + goods[4:]}: {waits}"
            yield f"{self._place(each.set_down_at)}: {self._fetched(each)}"
            return
        aboard = f"with {each.people.total_people} people on board" if each.people.total_people else "empty"
        why = "no way on was found for it" if not each.is_out else "it is out of service"
        line = f"{each.vehicle} stays {where} from {self.clock(each.since)} on, {aboard}{goods}{detail}: {why}"
        if not each.is_out or not each.people.total_people:
            yield line
            return
        yield (
            f"{line}, and nobody is planned to fetch them; once they wait at a gathering point, say so in the state (set_down_at), "
            "and vehicles are planned for them"
        )
        past = "; ".join(f"{one.vehicle} at about {self.clock(one.at)} with {_free(one.seats, one.stretcher_bays)}" for one in each.passing)
        yield (
            f"Past the people of {each.vehicle} comes next: {past}; no rule lets people board on the road, decide by hand"
            if past
            else f"Past the people of {each.vehicle} no vehicle of the plan with a free place comes any more"
        )

    def _fetched(self, each: Stranded) -> str:
        boards = "; ".join(f"{one.vehicle} boards {one.people} at {self.clock(one.at)}" for one in each.fetched_by[:_MOST_TOLD])
        boards += f"; {len(each.fetched_by) - _MOST_TOLD} more board there later" if len(each.fetched_by) > _MOST_TOLD else ""
        stay = f"{each.stay_there} of all who wait there stay by this plan" if each.stay_there else "by this plan nobody stays there"
        return f"{boards or 'no vehicle is planned to board there any more'}; {stay}"

    def convoys(self) -> list[str]:
        """Convoys that set out otherwise, in order of time; those as planned in one line."""
        lines = [self._convoy(each) for each in self.difference.convoys if each.kind is not Kind.AS_PLANNED]
        same = [each.id for each in self.difference.convoys if each.kind is Kind.AS_PLANNED]
        return [*lines, *([f"As planned: {', '.join(same)}"] if same else [])]

    def _convoy(self, each: ConvoyChange) -> str:
        origin, destination = (self._place(end) for end in self._ends[each.route])
        where = f"{each.id}, {origin} to {destination}"
        if each.departs_now is None:
            return f"{where}: cancelled (was to leave at {self.clock(each.departs_before)} with {_vehicles(len(each.vehicles_before))})"
        crew = f"{', '.join(each.vehicles_now)}, {each.people_now} people"
        if each.departs_before is None:
            return f"{where}: new, leaves at {self.clock(each.departs_now)} ({crew})"
        moved = int((each.departs_now - each.departs_before).total_seconds() // 60)
        if moved:
            words = f"{abs(moved)} min {'later' if moved > 0 else 'earlier'}"
            told = f"leaves at {self.clock(each.departs_now)} instead of {self.clock(each.departs_before)}, {words}"
        else:
            told = f"leaves at {self.clock(each.departs_now)} as planned"
        if each.arrives_later_min != moved:
            arrives = f"{abs(each.arrives_later_min)} min {'later' if each.arrives_later_min > 0 else 'earlier'}"
            told += f", arrives {arrives}" if each.arrives_later_min else ", arrives as planned"
        joined = [vehicle for vehicle in each.vehicles_now if vehicle not in each.vehicles_before]
        gone = [vehicle for vehicle in each.vehicles_before if vehicle not in each.vehicles_now]
        told += f"; with {', '.join(joined)} too" if joined else ""
        told += f"; without {', '.join(gone)}" if gone else ""
        if each.vehicles_now[0] != each.vehicles_before[0]:
            told += f"; {each.vehicles_now[0]} leads"
        if each.people_before != each.people_now:
            told += f"; {each.people_now} people instead of {each.people_before}"
        return f"{where}: {told}"

    def vehicles(self) -> list[str]:
        """Every vehicle whose rest of the day is otherwise."""
        return [line for each in self.difference.vehicles if (line := self._vehicle(each)) is not None]

    def _vehicle(self, each: VehicleChange) -> str | None:
        people = "" if each.people_before == each.people_now else f"; it sets down {each.people_now} people, not {each.people_before}"
        if each.goods_before_kg != each.goods_now_kg:
            people += f"; it delivers {each.goods_now_kg:,} kg of goods, not {each.goods_before_kg:,}"
        later = ""
        if each.later_min:
            later = f", first {abs(each.later_min)} min {'later' if each.later_min > 0 else 'earlier'}"
        match each.kind:
            case Kind.AS_PLANNED | Kind.DONE:
                return None if not people else f"{each.vehicle}: goes as planned{people}"
            case Kind.OTHER_TIMES:
                return f"{each.vehicle}: the same journeys at other times{later}{people}"
            case Kind.OTHER:
                return f"{each.vehicle}: other orders{later}{people}"
            case Kind.NEW:
                return f"{each.vehicle}: goes although the plan left it idle{people}"
            case Kind.CANCELLED:
                return f"{each.vehicle}: does nothing more{people}"
            case Kind.OUT:
                return f"{each.vehicle}: out of service{people}"
            case Kind.ENDS_ELSEWHERE:
                return f"{each.vehicle}: does not come home{people}"
            case _:
                return f"{each.vehicle}: not planned{people}"

    def calls(self) -> list[str]:
        """Who must be called at another time, called although they were not, or told to wait."""
        return [self._call(each) for each in self.difference.calls]

    def own(self) -> list[str]:
        """Own cars and people on foot who must be given other times."""
        lines = []
        for each in self.difference.own:
            what = "own cars" if each.mode is OwnTransportMode.CAR else "groups on foot"
            told = f"{self._place(each.place)}, {what}: {each.units_now:,} leave from now on, {each.units_before:,} by the plan before"
            lines.append(f"{told}; give all of them their times again, as plan.json has them")
        return lines

    def _call(self, each: CallChange) -> str:
        name = self._place(each.place)
        tickets = (
            f"ticket {each.first_ticket}" if each.first_ticket == each.last_ticket else f"tickets {each.first_ticket} to {each.last_ticket}"
        )
        if each.called_now is None:
            was_called = each.called_before is not None and each.called_before < self.difference.at
            told = "have been called: tell them to wait, nobody comes for them now" if was_called else "are not called; tell them to wait"
            return f"{name}, {tickets}: {told} (were to board at {self.clock(each.boards_before)})"
        boards = f"board at {self.clock(each.boards_now)}"
        if each.called_before is None:
            return f"{name}, {tickets}: called now too, {self._when_called(each.called_now)}; they {boards}"
        if each.called_before < self.difference.at:
            again = f", call them again at {self.clock(each.called_now)}" if each.called_now > self.difference.at else ""
            return f"{name}, {tickets}: have been called already{again}; they {boards} instead of {self.clock(each.boards_before)}"
        return (
            f"{name}, {tickets}: call {self._when_called(each.called_now)} instead of {self.clock(each.called_before)}; "
            f"they {boards} instead of {self.clock(each.boards_before)}"
        )

    def _when_called(self, called_at: datetime) -> str:
        """Nobody can be called before the day changed: where the time to call is over, at once."""
        return f"at {self.clock(called_at)}" if called_at > self.difference.at else "at once"

    def windows(self) -> list[str]:
        """Windows of silence that change."""
        return [self._window(each) for each in self.difference.windows]

    def _window(self, each: WindowChange) -> str:
        parties = ", ".join(self._scenario.name(party, self._scenario.language) for party in each.parties)
        hours = f"{self._scenario.name(each.segment, self._scenario.language)}, {self._hours(each.interval)}"
        if each.kind is Kind.CANCELLED:
            return f"{hours}: not needed any more; tell {parties}"
        if each.is_shorter:
            return f"{hours}: fewer hours than agreed are enough; have {parties} confirm it anew"
        if not each.before:
            return f"{hours}: must be confirmed anew by {parties} before anybody sets out on it"
        known = "; ".join(self._hours(interval) for interval in each.before)
        return f"{hours}: what lies outside {known}, as it was before, must be confirmed by {parties} before anybody is on it then"

    def _hours(self, interval: Interval) -> str:
        """In every zone of the scenario."""
        spans = []
        for zone in zones_of(self._scenario):
            starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (interval.starts_at, interval.ends_at))
            end = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends:%Y-%m-%d %H:%M}"
            spans.append(f"{starts:%Y-%m-%d %H:%M} to {end} {zone}")
        return " = ".join(spans)

    def left(self) -> list[str]:
        """Who stays now and did not, or the other way round."""
        lines = []
        for each in self.difference.left:
            words = CLASS_WORDS[each.priority]
            lines.append(f"{self._place(each.place)}, {words}: {each.people_now} stay, {each.people_before} before ({each.reason})")
        return lines

    def trades(self) -> Iterator[tuple[str, str, PeopleByClass, int]]:
        """For each number of changes allowed: in words, vehicles changed, people out, kilograms."""
        for each in self.difference.trades:
            allowed = (
                "none but those that must"
                if each.most_changes == 0
                else "as many as help"
                if each.most_changes is None
                else str(each.most_changes)
            )
            yield allowed, f"{each.changed_vehicles}", each.out, each.goods_kg

    def searched(self) -> str | None:
        """Whether these lines might say more with more time."""
        told = []
        if self.difference.is_cut_short:
            tries = "1 try" if self.difference.tries == 1 else f"{self.difference.tries:,} tries"
            told.append(
                f"The clock ended the search for better ways on after {tries} in all: more --seconds may bring out more people, "
                "and more changes may bring more than these lines say."
            )
        if not self.difference.are_roads_sought:
            told.append("Round what is closed now only roads that the plan knew were looked at: more --seconds looks for others too.")
        return " ".join(told) or None

    def clock(self, at: datetime | None) -> str:
        """A local time, with its date where that is not the day of the change."""
        if at is None:
            return "no time"
        local = at.astimezone(self._zone)
        return f"{local:%H:%M}" if local.date() == self._day else f"{local:%Y-%m-%d %H:%M}"

    def _place(self, place: str) -> str:
        return self._scenario.name(place, self._scenario.language)


def _free(seats: int, bays: int) -> str:
    places = [f"{count} free {word}{'s' if count > 1 else ''}" for count, word in ((seats, "seat"), (bays, "stretcher bay")) if count]
    return " and ".join(places)


def _vehicles(count: int) -> str:
    return f"{count} vehicle" if count == 1 else f"{count} vehicles"


def classes_text(people: PeopleByClass) -> str:
    """Counts by class in words; classes of nobody left out."""
    return ", ".join(f"{count} {CLASS_WORDS[priority]}" for priority, count in people.items() if count)

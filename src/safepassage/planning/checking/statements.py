"""Rule 25: what the plan says of itself follows from its itineraries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import isclose

from safepassage.corridor import NOBODY, PeopleByClass, PriorityClass
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.figures import delivered_by_need, goods_points, people_points
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.journey import Step
from safepassage.planning.checking.spans import posix_s, quarter_of
from safepassage.planning.checking.trips import Trip
from safepassage.planning.itinerary import Board, Convoy
from safepassage.planning.result import Certificate, Figures, Plan

MEAN_ARRIVAL_MAY_DIFFER_S = 60


def check_heading(ground: Ground, plan: Plan, routes_used: set[str]) -> list[Breach]:
    """The plan is of this scenario and this network, and lists the routes it uses, once each."""
    scenario, said = ground.scenario, []
    if (plan.scenario, plan.scenario_title, plan.zone) != (scenario.id, scenario.title, scenario.zone):
        said.append("its scenario, title or zone is not that of the scenario")
    if plan.horizon != scenario.horizon:
        said.append("its horizon is not that of the scenario")
    if not plan.scenario_hash:
        said.append("it does not say which scenario it is of (scenario_hash)")
    if plan.network_hash != ground.network.content_hash:
        said.append("it is of another road network (network_hash)")
    listed = Counter(route.id for route in plan.routes)
    said += [f"it lists route {route} {times} times" for route, times in sorted(listed.items()) if times > 1]
    said += [f"it lists route {route}, which nothing uses" for route in sorted(set(listed) - routes_used)]
    return [Breach(25, "plan", text) for text in said]


def check_convoys(ground: Ground, plan: Plan, trips: Sequence[Trip]) -> list[Breach]:
    """Every drive is in the one convoy that it names; each convoy is one of route, direction and quarter, and sums up."""
    drives: dict[str, list[Trip]] = defaultdict(list)
    for trip in trips:
        if trip.convoy is not None:
            drives[trip.convoy].append(trip)
    convoys = Counter(convoy.id for convoy in plan.convoys)
    breaches = [Breach(25, f"convoy {convoy}", f"listed {times} times") for convoy, times in sorted(convoys.items()) if times > 1]
    breaches += [
        Breach(25, f"convoy {convoy}", "drives name it, the plan does not list it") for convoy in sorted(set(drives) - set(convoys))
    ]
    for convoy in plan.convoys:
        breaches += [Breach(25, f"convoy {convoy.id}", text) for text in _wrong_convoy(ground, convoy, drives[convoy.id])]
    return breaches + _wrong_serials(plan)


def _wrong_convoy(ground: Ground, convoy: Convoy, drives: list[Trip]) -> list[str]:
    if not drives:
        return ["no drive names it"]
    said = []
    if any((trip.route.id, trip.direction) != (convoy.route, convoy.direction) for trip in drives):
        said.append(f"not all of its drives are {convoy.direction.value} on route {convoy.route}")
    if len({quarter_of(trip.departs_s) for trip in drives}) > 1:
        said.append("its drives leave in different quarters of an hour")
    if len(drives) > ground.scenario.column.max_vehicles:
        said.append(f"it has {len(drives)} vehicles, {ground.scenario.column.max_vehicles} may travel together")
    departs_s = {trip.vehicle: trip.departs_s for trip in drives}
    if sorted(convoy.vehicles) != sorted(str(trip.vehicle) for trip in drives):
        said.append("its vehicles are not those of its drives")
    elif [departs_s[vehicle] for vehicle in convoy.vehicles] != sorted(departs_s.values()):
        said.append("its vehicles are not in the order in which they leave")
    stated = (posix_s(convoy.departs_at), posix_s(convoy.tail_departs_at), posix_s(convoy.arrives_at))
    if stated != (min(departs_s.values()), max(departs_s.values()), max(trip.arrives_s for trip in drives)):
        said.append("its times are not those of its drives")
    if convoy.people != sum((trip.people for trip in drives), NOBODY):
        said.append("its people are not those on board")
    if convoy.goods_kg != sum(trip.goods_kg for trip in drives):
        said.append("its goods are not those on board")
    return said


def _wrong_serials(plan: Plan) -> list[Breach]:
    """The convoys of one origin are numbered from 1 in the order in which they leave."""
    origin_of = {route.id: route.origin for route in plan.routes}
    of_origin: dict[str, list[Convoy]] = defaultdict(list)
    for convoy in plan.convoys:
        of_origin[origin_of.get(convoy.route, "")].append(convoy)
    breaches = []
    for origin, convoys in sorted(of_origin.items()):
        in_order = sorted(convoys, key=lambda convoy: convoy.serial)
        is_numbered = [convoy.serial for convoy in in_order] == list(range(1, len(convoys) + 1))
        departures = [convoy.departs_at for convoy in in_order]
        if not is_numbered or departures != sorted(departures):
            breaches.append(Breach(25, f"convoys from {origin}", "they are not numbered from 1 in order of departure"))
    return breaches


def check_goods_lines(ground: Ground, plan: Plan, steps: Iterable[Step]) -> list[Breach]:
    """One line for each need, with what it gets."""
    delivered = delivered_by_need(ground.scenario, steps)
    should = [(row, need.place, need.kind, need.priority, need.weight_kg, delivered[row]) for row, need in enumerate(ground.scenario.needs)]
    stated = [(line.need_row, line.place, line.kind, line.priority, line.needed_kg, line.delivered_kg) for line in plan.goods]
    missing = Counter(should) - Counter(stated)
    wrong = Counter(stated) - Counter(should)
    return [
        *(Breach(25, f"need, row {line[0]}", f"no line says that {line[5]} of {line[4]} kg are delivered") for line in sorted(missing)),
        *(Breach(25, f"goods line of need {line[0]}", "it says what is not so") for line in sorted(wrong)),
    ]


def check_left_behind(ground: Ground, plan: Plan, boards: Iterable[Board]) -> list[Breach]:
    """Everybody who does not board is named as left, with a reason; those of own transport who stay may be counted in."""
    boarded: dict[str, PeopleByClass] = defaultdict(lambda: NOBODY)
    for board in boards:
        boarded[board.place] += board.people
    rows = ground.scenario.own_transport
    own_left: Counter[tuple[str, PriorityClass]] = Counter()
    for row in rows:
        own_left.update({(row.gathering_point, priority): people for priority, people in row.people.items()})
    for departure in plan.own_departures:
        own_left.subtract({(departure.gathering_point, priority): people for priority, people in departure.people.items()})
    stated: Counter[tuple[str, PriorityClass]] = Counter()
    for line in plan.left_behind:
        stated[line.place, line.priority] += line.people
    breaches = []
    staying = 0
    for point in ground.gathering_points.values():
        for priority, registered in point.registered.items():
            left = registered - boarded[point.id][priority]
            with_own = left + own_left[point.id, priority]
            staying += max(0, left) + max(0, own_left[point.id, priority])
            said = stated.pop((point.id, priority), 0)
            if said not in (left, with_own):
                what = f"{left} {priority.value} people stay (own transport: {with_own - left}), it says {said}"
                breaches.append(Breach(25, f"left behind at {point.id}", what))
    breaches += [Breach(25, f"left behind at {place}", "it is no gathering point") for place, _ in sorted(stated)]
    breaches += [Breach(25, f"left behind at {line.place}", "it gives no reason") for line in plan.left_behind if not line.reason.strip()]
    lacking = any(line.delivered_kg < line.needed_kg for line in plan.goods)
    if (staying or lacking) and not any(reason.strip() for reason in plan.reasons):
        breaches.append(Breach(25, "plan", "somebody or something is left, and it gives no reasons"))
    return breaches


def check_certificate(ground: Ground, plan: Plan, steps: Iterable[Step]) -> list[Breach]:
    """The certified value is the plan's, no greater than the bound, and the gap is the distance between them."""
    certificate, said = plan.certificate, []
    value, bound = certificate.value_points, certificate.bound_points
    weights = ground.scenario.weights
    goods = goods_points(ground.scenario, delivered_by_need(ground.scenario, steps))
    fleet = people_points(weights, plan.figures.out) + goods
    own_out = people_points(weights, plan.figures.own_transport_out)
    # the bound is of what the fleet does, so own transport would only seem to close the gap
    if not _is_equal(value, fleet):
        said.append(f"its value of {value:g} points is not the plan's")
    if value > bound + 1e-6 * max(1.0, abs(bound)):
        said.append(f"its value of {value:g} points is above its bound of {bound:g}")
    if not _is_equal(certificate.gap, (bound - value) / bound if bound else 0.0):
        said.append(f"its gap of {certificate.gap:g} is not (bound - value) / bound")
    if certificate.seed != ground.scenario.seed:
        said.append("its seed is not the scenario's")
    return [Breach(25, "certificate", text) for text in (*said, *_check_with_own(certificate, fleet + own_out))]


def _check_with_own(certificate: Certificate, counted: float) -> list[str]:
    """The same of the value with own transport, where the plan says one."""
    value, bound, gap = certificate.with_own_value_points, certificate.with_own_bound_points, certificate.with_own_gap
    if value is None or bound is None:
        is_half = any(given is not None for given in (value, bound, gap))
        return ["of its value, bound and gap with own transport it says one without the other"] if is_half else []
    said = []
    if not _is_equal(value, counted):
        said.append(f"its value of {value:g} points with own transport is not the plan's")
    if value > bound + 1e-6 * max(1.0, abs(bound)):
        said.append(f"its value of {value:g} points with own transport is above its bound of {bound:g}")
    if gap is None or not _is_equal(gap, (bound - value) / bound if bound else 0.0):
        said.append(f"its gap of {gap} with own transport is not (bound - value) / bound")
    return said


def check_figures(stated: Figures, counted: Figures) -> list[Breach]:
    """Every figure is the one counted."""
    breaches = []
    for name in Figures.model_fields:
        says, is_so = getattr(stated, name), getattr(counted, name)
        if name == "mean_arrival_at" and says is not None and is_so is not None:
            is_same = abs((says - is_so).total_seconds()) <= MEAN_ARRIVAL_MAY_DIFFER_S
        elif isinstance(is_so, float):
            is_same = _is_equal(says, is_so)
        else:
            is_same = says == is_so
        if not is_same:
            breaches.append(Breach(25, f"figures, {name}", f"it says {says}, counted is {is_so}"))
    return breaches


def _is_equal(says: float, is_so: float) -> bool:
    return isclose(says, is_so, rel_tol=1e-6, abs_tol=1e-6)


def boards_of(steps_of: Iterable[tuple[Step, ...]]) -> list[Board]:
    """All boardings, in order of time."""
    boards = [step.activity for steps in steps_of for step in steps if isinstance(step.activity, Board)]
    return sorted(boards, key=lambda board: (board.starts_at, board.place))

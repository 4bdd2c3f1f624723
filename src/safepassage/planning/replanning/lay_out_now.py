"""The scenario of a day from a moment on, laid out on the roads of the plan."""

from collections.abc import Sequence
from dataclasses import replace
from typing import overload

from safepassage.planning.build import demands_of
from safepassage.planning.pricing import DayFinder
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.result import Plan
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes
from safepassage.planning.setting import Setting, lay_out_like, lay_out_on_known_roads
from safepassage.scenario.scenario import Scenario


def lay_out_now(now: Scenario, base: Setting, before: Plan, *, seeks_roads: bool) -> Setting:
    """The scenario on its roads, those of the plan among them; the base itself where nothing is otherwise and no road has another name.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    lay = lay_out_like if seeks_roads else lay_out_on_known_roads
    same_people = _with_people_of(now, base.scenario)
    setting = base if same_people == base.scenario else lay(same_people, base)
    if setting.scenario != now:
        problem = replace(setting.problem, demands=tuple(demands_of(now)))
        setting = Setting(replace(setting.ground, scenario=now), setting.routes, problem, base=base)
    return _with_own_names(setting, before)


def _with_people_of(now: Scenario, base: Scenario) -> Scenario:
    """The scenario with as many people and groups as another one has, where that has the same gathering points: roads and graphs do not
    depend on how many there are, but for the ties of graphs, which must cost less than anybody is worth.
    """
    same_points = [point.id for point in now.gathering_points] == [point.id for point in base.gathering_points]
    if not same_points or _least_points(now) < _least_points(base):
        return now
    points = tuple(
        point.model_copy(update=other.registered.model_dump())
        for point, other in zip(now.gathering_points, base.gathering_points, strict=True)
    )
    return now.model_copy(update={"gathering_points": points, "groups": base.groups})


def _least_points(scenario: Scenario) -> float:
    return min((demand.points for demand in demands_of(scenario) if demand.points > 0), default=1.0)


def _with_own_names(setting: Setting, before: Plan) -> Setting:
    """A road that takes other minutes than the plan's road of that name gets a name of its own: the past was driven on the plan's. It is
    the one that the plan has for it, where an earlier change of the day gave it one.
    """
    roads = {route.id: route for route in setting.routes.all()}
    known = {route.id: route.model_copy(update={"points": ()}) for route in before.routes}
    given = {_course(route): route for id_, route in known.items() if id_ not in roads}
    taken = set(roads) | set(known)
    names = {}
    for id_, route in sorted(roads.items()):
        other = given.get(_course(route))
        if known.get(id_) == route:
            continue
        if other is not None and other == route.model_copy(update={"id": other.id}):
            names[id_] = other.id
        elif id_ in known:
            names[id_] = next(name for count in range(2, len(taken) + 3) if (name := f"{id_[:150]}@{count}") not in taken)
            taken.add(names[id_])
    if not names:
        return setting
    by_pair = {
        pair: tuple(route.model_copy(update={"id": names[route.id]}) if route.id in names else route for route in routes)
        for pair, routes in setting.routes.by_pair.items()
    }
    problem = replace(
        setting.problem,
        graphs=tuple(
            replace(graph, shapes=tuple(replace(shape, route=names.get(shape.route or "", shape.route)) for shape in graph.shapes))
            for graph in setting.problem.graphs
        ),
        own_flows=tuple(replace(flow, route=names.get(flow.route, flow.route)) for flow in setting.problem.own_flows),
    )
    return Setting(setting.ground, Routes(by_pair, setting.routes.unreachable), problem, base=setting.base or setting)


def _course(route: Route) -> tuple[object, ...]:
    return route.origin, route.destination, route.max_speed_kmh, route.arcs, route.minutes


class Finders(Sequence[DayFinder]):
    """The finders of a rest's graphs, each made when first asked for, because they are large; those of graphs that the session knows are
    the session's.
    """

    def __init__(self, rest: Rest, base: Setting) -> None:
        self._rest, self._base = rest, base
        self._known = {id(graph): number for number, graph in enumerate(base.problem.graphs)}
        self._made: dict[int, DayFinder] = {}

    def __len__(self) -> int:
        return len(self._rest.problem.graphs)

    @overload
    def __getitem__(self, number: int) -> DayFinder: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[DayFinder]: ...
    def __getitem__(self, number: int | slice) -> DayFinder | Sequence[DayFinder]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number not in self._made:
            graph = self._rest.problem.graphs[number]  # IndexError ends an iteration
            is_known = self._known.get(id(graph)) == number
            self._made[number] = self._base.finders[number] if is_known else DayFinder(self._rest.problem, graph)
        return self._made[number]

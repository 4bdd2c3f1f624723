"""The plan's roads as GPX 1.1 for a satellite navigator: one track for each route, one waypoint for each place on them."""

from pathlib import Path

from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario


def write_gpx(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write tracks and waypoints without any time: a road says nothing of when it is used."""
    gpx = GPX()
    gpx.name = plan.scenario_title
    gpx.description = f"Audience: {plan.audience}. Roads of a plan, not a permission to use them."
    gpx.creator = plan.planner
    on_the_way: set[str] = set()
    for route in plan.routes:
        names = [scenario.name(place, scenario.language) for place in (route.origin, route.destination)]
        track = GPXTrack(name=" – ".join(names), description=f"{route.km:.1f} km, {route.minutes} min, route {route.id}, {plan.audience}")
        points = [GPXTrackPoint(round(point.latitude, 6), round(point.longitude, 6)) for point in route.points]
        track.segments.append(GPXTrackSegment(points))
        gpx.tracks.append(track)
        on_the_way |= {point.place for point in route.points if point.place is not None}
        on_the_way |= {route.origin, route.destination, *(crossing.checkpoint for crossing in route.crossings)}
    for place in scenario.places:
        if place.id in on_the_way:
            gpx.waypoints.append(
                GPXWaypoint(
                    round(place.latitude, 6),
                    round(place.longitude, 6),
                    name=scenario.name(place.id, scenario.language),
                    description=f"{place.kind.value.replace('_', ' ')}, {plan.audience}",
                    type=place.kind.value,
                )
            )
    path.write_text(gpx.to_xml(version="1.1") + "\n", encoding="utf-8", newline="\n")

"""What one panel of the time-distance diagram is drawn from: one corridor, its time and its kilometres in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from safepassage.corridor import Interval
from safepassage.documents.axis import Axis
from safepassage.documents.local_times import zones_of
from safepassage.documents.motion import Floats
from safepassage.documents.movement import Movement, WindowBreak
from safepassage.documents.time_axis import TimeScale, axis_height_px
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

Km = TypeVar("Km", float, Floats)

_TITLE_PX, _BELOW_PX = 34.0, 26.0
_PX_PER_KM, _LEAST_PX, _MOST_PX = 2.1, 190.0, 640.0


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """What one panel is drawn from. `top` is where it begins, in pixels; `prefix` begins the ids of its sheet's elements."""

    plan: Plan
    scenario: Scenario
    axis: Axis
    movements: Sequence[Movement]
    breaks: Sequence[WindowBreak]
    scale: TimeScale
    top: float
    language: str
    light: Sequence[Interval]
    prefix: str

    @property
    def plot_top(self) -> float:
        return self.top + _TITLE_PX

    @property
    def plot_bottom(self) -> float:
        return self.plot_top + min(_MOST_PX, max(_LEAST_PX, self.axis.km * _PX_PER_KM))

    def y(self, km: Km) -> Km:
        """Kilometre 0 is at the foot: who leaves rises."""
        return self.plot_bottom - km / max(self.axis.km, 0.001) * (self.plot_bottom - self.plot_top)

    def name(self, any_id: str) -> str:
        return self.scenario.name(any_id, self.language)


def panel_height_px(panel: Panel) -> float:
    return panel.plot_bottom - panel.top + axis_height_px(zones_of(panel.scenario)) + _BELOW_PX

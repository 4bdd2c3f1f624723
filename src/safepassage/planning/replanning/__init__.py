"""A plan changed in the middle of its day: what has begun goes on, what still holds stays, and no more changes than is allowed.

Begin with `replan.py`. Pure functions over frozen values: a live operation opens a session once and asks it again and again.
"""

from safepassage.planning.replanning.day_now import DayNow, day_now
from safepassage.planning.replanning.replan import Replanned, Session, open_session, replan
from safepassage.planning.replanning.state import DayState

__all__ = ["DayNow", "DayState", "Replanned", "Session", "day_now", "open_session", "replan"]

"""From a scenario to a checked plan with its bound. Begin with `plan.py`; the checker shares no code with the planner."""

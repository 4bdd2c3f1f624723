"""Other people's solvers on the reference problem, each in a process of its own, none of them believed.

`problem.py` says what all of them are told; each `with_*.py` tells one solver and prints the trips that it would drive; `running.py`
starts them and looks for the fleet that suits each best; `driving.py` drives the trips minute by minute under our rules; `writing.py`
makes a plan of that; `judging.py` has the planner's own checker count it.
"""

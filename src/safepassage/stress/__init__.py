"""What happens to a plan on days that do not go as planned. Start reading at `stress.py`.

A **day** here is the plan's whole horizon lived through once. A day is drawn (`draws.py`), simulated under the rules of the day
(`corridor/day_rules.py`), and counted; thousands of days make an ensemble (`ensemble.py`), each single failure alone a ranking
(`failures.py`), and the worst of them contingency plans (`contingency.py`).
"""

"""Phrases of ours that stand in terms, in English; the documents print each in every language.

Terms that people write in known.toml may say anything; only what the software itself proposes is listed here.
"""

from safepassage.corridor import PriorityClass
from safepassage.negotiation.clauses import StandingClause
from safepassage.scenario.scenario import Precedence

CIVILIANS = "civilians who wish to leave"
WHOM = {
    PriorityClass.STRETCHER: "wounded and sick people who travel lying down",
    PriorityClass.INFANT: "infants and children with those who look after them",
    PriorityClass.FRAIL: "frail, disabled and pregnant people",
}
"""Whom a corridor brings out; PriorityClass.OTHER are the civilians themselves."""

PLACE_IN_COLUMN = {
    Precedence.FLEET: "behind the last vehicle of the convoy",
    Precedence.OWN_TRANSPORT: "ahead of the first vehicle of the convoy",
}
"""Where own cars drive; where whoever is worth more passes first, no place in the column follows."""

ALL_STANDING = tuple(clause.value for clause in StandingClause)
"""What every proposal holds: no negotiation takes them out."""

"""The clauses of an agreement, in the order of its text, and the standing clauses that hold whatever else is agreed.

A clause's id is what words that were said, findings, positions and texts name it by: an id once given is never given to another clause.
"""

from enum import StrEnum


class Clause(StrEnum):
    """One clause of the text. The order of the members is the order of the text."""

    PARTIES = "parties"
    SIGNATORIES = "signatories"
    INTERMEDIARY = "intermediary"
    GUARANTOR = "guarantor"
    MONITORS = "monitors"
    PURPOSE = "purpose"
    ROUTE = "route"
    SEGMENTS = "segments"
    CONTROL = "control"
    COMMANDERS = "commanders"
    BUFFER = "buffer"
    WINDOWS = "windows"
    OPENING = "opening"
    EXTENSION = "extension"
    GATHERING = "gathering"
    DESTINATIONS = "destinations"
    VEHICLES = "vehicles"
    PRIVATE_CARS = "private-cars"
    CHECKPOINTS = "checkpoints"
    INSPECTION = "inspection"
    ESCORT = "escort"
    CLEARANCE = "clearance"
    CONTACTS = "contacts"
    HOTLINE = "hotline"
    PUBLIC_NOTICE = "public-notice"
    INCIDENTS = "incidents"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    TERMINATION = "termination"
    SAFE_HALTS = "safe-halts"
    RETURN = "return"
    LINKED_CORRIDORS = "linked-corridors"
    COUNTING = "counting"
    REPORTING = "reporting"
    STANDING = "standing"
    DATA = "data"
    VERSION = "version"


class StandingClause(StrEnum):
    """A clause that every agreement holds: part of clause `standing`."""

    VOLUNTARY = "voluntary"
    NO_FORCED_TRANSFER = "no-forced-transfer"
    THOSE_WHO_STAY = "those-who-stay"
    LAW_UNCHANGED = "law-unchanged"
    STATUS_UNCHANGED = "status-unchanged"

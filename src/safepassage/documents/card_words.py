"""Every text of ours on a route card. Each is written here in English; the catalogues hold the other languages."""

from safepassage.corridor import GoodsKind, PriorityClass, WindowStatus
from safepassage.documents.card_points import PointKind
from safepassage.documents.languages import text
from safepassage.planning.itinerary import Direction

Words = dict[str, list[str]]


def labels(languages: tuple[str, ...]) -> Words:
    """The short labels of a card by what they stand for, each in every language."""
    return {
        "title": [text("Route card", language) for language in languages],
        "audience": [text("For the convoy leader only", language) for language in languages],
        "convoy": [text("Convoy", language) for language in languages],
        "vehicles": [text("Vehicles", language) for language in languages],
        "order": [text("Marching order", language) for language in languages],
        "leads": [text("leads", language) for language in languages],
        "departure": [text("Departure", language) for language in languages],
        "planned": [text("plan", language) for language in languages],
        "latest": [text("by", language) for language in languages],
        "from": [text("from", language) for language in languages],
        "parties": [text("Parties named on this card", language) for language in languages],
        "point": [text("Point", language) for language in languages],
        "back": [text("back to", language) for language in languages],
        "turn_by": [text("back", language) for language in languages],
        "according": [text("according to", language) for language in languages],
        "held_by": [text("held by", language) for language in languages],
        "unknown_holder": [text("not known who holds it", language) for language in languages],
        "no_segment": [text("Road outside any segment", language) for language in languages],
        "segment": [text("segment: who holds it, who said so, since when", language) for language in languages],
        "no_silence": [text("no silence needed", language) for language in languages],
        "last_turn": [text("last turn", language) for language in languages],
        "no_turn": [text("no way back in time", language) for language in languages],
        "radio": [text("Destination by radio", language) for language in languages],
        "dark": [text("latest time set by the dark", language) for language in languages],
        "to_board": [text("To board", language) for language in languages],
        "already_on_board": [text("Already on board", language) for language in languages],
        "on_board": [text("On board: planned / places", language) for language in languages],
        "goods_kg": [text("Goods, kg", language) for language in languages],
        "people": [text("People", language) for language in languages],
        "own_cars": [text("own cars that joined", language) for language in languages],
        "in_own_cars": [text("of them in own cars", language) for language in languages],
        "total": [text("total", language) for language in languages],
        "notes": [text("Notes: no names", language) for language in languages],
        "tally": [text("Tally: count, do not write names", language) for language in languages],
        "plan_version": [text("Plan", language) for language in languages],
        "scenario_version": [text("scenario", language) for language in languages],
        "next_day": [text("+1: the next day", language) for language in languages],
    }


def kinds(languages: tuple[str, ...]) -> Words:
    """What each kind of point is called."""
    return {
        PointKind.START: [text("start", language) for language in languages],
        PointKind.CHECKPOINT: [text("checkpoint: whose, minutes of hold, hours", language) for language in languages],
        PointKind.HANDOVER_POINT: [text("hand-over point: no armed vehicle past it", language) for language in languages],
        PointKind.SAFE_HALT: [text("safe halt", language) for language in languages],
        PointKind.WAYPOINT: [text("town or junction", language) for language in languages],
        PointKind.BOUNDARY: [text("boundary of a segment", language) for language in languages],
    }


def direction(towards: Direction, languages: tuple[str, ...]) -> list[str]:
    if towards is Direction.INBOUND:
        return [text("Inbound", language) for language in languages]
    return [text("Outbound", language) for language in languages]


def silence(status: WindowStatus, languages: tuple[str, ...]) -> list[str]:
    """What stands behind the hours of silence; the parties follow."""
    if status is WindowStatus.CONFIRMED:
        return [text("silence confirmed", language) for language in languages]
    if status is WindowStatus.OFFERED:
        return [text("silence offered", language) for language in languages]
    return [text("silence only asked for", language) for language in languages]


def banner(is_confirmed: bool, languages: tuple[str, ...]) -> list[str]:
    """What the front page says about leaving at all."""
    if is_confirmed:
        return [text("Leave only on the word of the duty officer.", language) for language in languages]
    return [
        text("NOT CONFIRMED. Do not leave before the duty officer says that every party has confirmed every segment.", language)
        for language in languages
    ]


def classes(languages: tuple[str, ...]) -> Words:
    return {
        PriorityClass.STRETCHER: [text("stretcher cases", language) for language in languages],
        PriorityClass.INFANT: [text("infants and children with carers", language) for language in languages],
        PriorityClass.FRAIL: [text("frail, disabled, pregnant", language) for language in languages],
        PriorityClass.OTHER: [text("others", language) for language in languages],
    }


def counts(languages: tuple[str, ...]) -> list[list[str]]:
    """The five counts of people, never one."""
    return [
        [text("registered", language) for language in languages],
        [text("boarded", language) for language in languages],
        [text("departed", language) for language in languages],
        [text("arrived", language) for language in languages],
        [text("received", language) for language in languages],
    ]


def goods_kinds(languages: tuple[str, ...]) -> Words:
    return {
        GoodsKind.MEDICINE: [text("medicine", language) for language in languages],
        GoodsKind.FOOD: [text("food", language) for language in languages],
        GoodsKind.WATER: [text("water", language) for language in languages],
        GoodsKind.OTHER: [text("other goods", language) for language in languages],
    }


def goods_counts(languages: tuple[str, ...]) -> list[list[str]]:
    return [
        [text("loaded", language) for language in languages],
        [text("taken on the way", language) for language in languages],
        [text("handed over", language) for language in languages],
        [text("brought back", language) for language in languages],
    ]


def vehicle_counts(languages: tuple[str, ...]) -> list[list[str]]:
    return [
        [text("set out", language) for language in languages],
        [text("lost on the way", language) for language in languages],
        [text("arrived", language) for language in languages],
        [text("came back", language) for language in languages],
    ]


def instructions(language: str) -> list[tuple[str, list[str]]]:
    """The page of one language: headings, each with its paragraphs."""
    return [
        (
            text("How to read the times", language),
            [
                text("Every time stands in UTC and on the clock of every party. +1 is the next day, -1 the day before.", language),
                text(
                    "The latest time is the last minute at which the first vehicle may still pass the point, so that the last vehicle"
                    " is out of every segment ahead before its silence ends, through every checkpoint before it closes, and off the "
                    "road before dark. It counts on the planned speed and holds and contains no reserve.",
                    language,
                ),
                text(
                    "Left of it stands what sets it: the number of a segment for the end of its silence, a half circle for the dark, "
                    "a square with a number for the hours of a checkpoint.",
                    language,
                ),
                text("Never enter a segment before its silence begins.", language),
            ],
        ),
        (
            text("If the way is blocked", language),
            [
                text("Stop, keep the vehicles together, stay on the road surface: the verge may be mined.", language),
                text("Report by radio: convoy, number of the last point, what blocks the way, since when.", language),
                text("Do not drive round it on another road: only this road is agreed.", language),
                text("Wait while the next latest time can still be kept. After that, turn back.", language),
            ],
        ),
        (
            text("If the latest time has come", language),
            [
                text(
                    "Do not drive on. Turn back to the point whose number stands in the column 'back to'. The way back is taken to "
                    "last as long as the way there.",
                    language,
                ),
                text("If it is the number of the point where you are, stay there and report.", language),
                text("Only by radio may you be sent on to a safe halt ahead.", language),
                text(
                    "A line 'back' gives the last minute at which you may turn back there; later the way back would end after the silence, "
                    "the hours or the light. Where there is no such line, you may turn back until the latest time. A dash means that the "
                    "way back takes too long. Decide before such a point or time: if it cannot be passed in time, turn back at the point "
                    "before it. If it is too late, stop at the nearest cover, report and do what the radio says.",
                    language,
                ),
            ],
        ),
        (
            text("Standing rules", language),
            [
                text("Leaving is voluntary. Whoever wants to get off or to stay may do so.", language),
                text("Whoever stays loses no protection under the law of war.", language),
                text("No armed vehicle goes with the convoy past the hand-over point.", language),
                text("Who holds a segment is what the named source says, not a finding of those who made this card.", language),
                text("The destination and anything after it comes by radio only. Do not write it down.", language),
                text(
                    "Write no names on this card. If it is taken from you, say so by radio at once. Hand it in after the drive.", language
                ),
            ],
        ),
    ]

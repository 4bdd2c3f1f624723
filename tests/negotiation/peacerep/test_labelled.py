"""The reader against forty records of the real table that were labelled by hand before it was written."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.negotiation.peacerep.score import Score, labelled, labels, read, score

from safepassage.negotiation.peacerep.announced import AnnouncedCorridor
from safepassage.negotiation.peacerep.read import read_terms
from safepassage.negotiation.peacerep.records import read_records


@pytest.fixture(scope="module")
def records(data_dir: Path) -> Sequence[AnnouncedCorridor]:
    return read_records(data_dir / "corridors" / "peacerep_2022-03.csv")


@pytest.fixture(scope="module")
def scores(records: Sequence[AnnouncedCorridor]) -> dict[str, Score]:
    stated = labels()
    return score((labelled(stated[record.id]), read(read_terms(record))) for record in records if record.id in stated)


def test_the_forty_are_the_ones_that_the_seed_draws(records: Sequence[AnnouncedCorridor]) -> None:
    drawn = random.Random(20220305).sample(sorted(record.id for record in records), 40)
    assert sorted(drawn) == sorted(labels())


def test_at_least_95_per_cent_of_what_is_read_is_right(scores: dict[str, Score]) -> None:
    assert scores["all"].precision >= 0.95


def test_the_scores_are_those_that_the_documentation_states(scores: dict[str, Score]) -> None:
    """docs/peacerep.md has these figures, by kind: right, wrong, missed. Whoever changes the reader changes both."""
    assert {kind: (given.right, given.wrong, given.missed) for kind, given in scores.items()} == {
        "all": (48, 1, 3),
        "guarantor": (1, 0, 0),
        "hour without a clock": (2, 1, 1),
        "hour: closes": (0, 0, 1),
        "hour: opens": (1, 0, 0),
        "intermediary": (1, 0, 0),
        "people": (6, 0, 0),
        "place on the way": (35, 0, 0),
        "private cars": (1, 0, 0),
        "vehicles": (1, 0, 1),
    }


def test_no_figure_in_the_terms_is_other_than_labelled(records: Sequence[AnnouncedCorridor]) -> None:
    """What counts most: of the forty, every number of vehicles and every hour that became a term is one that a person read there too."""
    stated = labels()
    for record in (record for record in records if record.id in stated):
        terms, label = read_terms(record).terms, stated[record.id]
        exact = {(given["kind"], given["figure"]) for given in label.get("vehicles", ()) if given["bound"] == "exactly"}
        assert {(given.kind, given.vehicles) for given in terms.vehicles} <= exact
        assert all("opens" in label for segment in terms.segments for window in segment.windows if window.opens)
        assert terms.standing == label["standing"]

"""Goods: what is needed where, and what lies where."""

from enum import StrEnum

from pydantic import Field

from safepassage.corridor.record import Identifier, SourcedRecord


class GoodsKind(StrEnum):
    MEDICINE = "medicine"
    FOOD = "food"
    WATER = "water"
    OTHER = "other"


class Need(SourcedRecord):
    """Goods wanted at a place."""

    place: Identifier
    kind: GoodsKind = Field(description="what is needed")
    weight_kg: int = Field(gt=0, description="how much is needed")
    priority: int = Field(ge=1, le=3, description="1 is the most urgent")


class Stock(SourcedRecord):
    """Goods that lie at a place (a depot or a reception centre) ready to be loaded."""

    place: Identifier
    kind: GoodsKind = Field(description="what lies there")
    weight_kg: int = Field(gt=0, description="how much lies there")

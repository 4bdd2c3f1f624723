"""The folder of prices: prices.json for programs, prices.html for people."""

import json
from pathlib import Path

from safepassage.documents.prices_page import write_prices_page
from safepassage.planning.price_list import PriceList


def write_prices(prices: PriceList, folder: Path) -> tuple[Path, ...]:
    """Write both files into a folder, which is made where it is missing. Equal prices give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    figures, page = folder / "prices.json", folder / "prices.html"
    text = json.dumps(prices.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    figures.write_text(text + "\n", encoding="utf-8", newline="\n")
    write_prices_page(prices, page)
    return figures, page

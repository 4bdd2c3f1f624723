"""Writes tiny OSM files of an invented town, one line for each thing, so that a test shows all that is in its town.

The town's nodes stand on a grid: node `10 * row + column` at latitude 48.000 + row * 0.001, longitude 35.000 + column * 0.001. At
48 degrees north, by the series for the meridian and the parallel on WGS 84, one row is 111.2 m and one column 74.6 m.
"""

from pathlib import Path
from xml.sax.saxutils import quoteattr

ROW_M = 111.196
COLUMN_M = 74.626

Tags = dict[str, str]


def way(way_id: int, nodes: list[int], **tags: str) -> str:
    """A way; `highway` is residential unless given. A tag's colon is written as two underscores."""
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    return f'<way id="{way_id}" version="1">{refs}{_tags({"highway": "residential"} | tags)}</way>'


def restriction(relation_id: int, kind: str, from_way: int, via: int, to_way: int, via_type: str = "node", **tags: str) -> str:
    members = (
        f'<member type="way" ref="{from_way}" role="from"/><member type="{via_type}" ref="{via}" role="via"/>'
        f'<member type="way" ref="{to_way}" role="to"/>'
    )
    return f'<relation id="{relation_id}" version="1">{members}{_tags({"type": "restriction", "restriction": kind} | tags)}</relation>'


def write_town(path: Path, *things: str, node_tags: dict[int, Tags] | None = None, rows: int = 5, columns: int = 6) -> Path:
    """An OSM XML file with the grid's nodes and the ways and relations given."""
    nodes = [
        f'<node id="{10 * row + column}" version="1" lat="{48 + row * 0.001:.7f}" lon="{35 + column * 0.001:.7f}">'
        f"{_tags((node_tags or {}).get(10 * row + column, {}))}</node>"
        for row in range(rows)
        for column in range(columns)
    ]
    body = "\n".join([*nodes, *things])
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n{body}\n</osm>\n', encoding="utf-8")
    return path


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key.replace('__', ':'))} v={quoteattr(value)}/>" for key, value in tags.items() if value)

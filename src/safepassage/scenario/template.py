"""A scenario to start from: small, whole, commented, invented. The files lie in `template/`."""

from importlib.resources import files
from pathlib import Path

from safepassage.errors import InputError, Problem
from safepassage.scenario.files import FILE_NAMES


def write_template(folder: Path | str) -> tuple[Path, ...]:
    """Write the starting scenario into a new or empty folder; returns the files written.

    Raises:
        InputError: the folder holds something already, or cannot be written; then nothing has been changed.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem(str(folder), "this is a file, not a folder", "Give the name of a new folder.")])
    if folder.exists() and any(folder.iterdir()):
        raise InputError(
            [Problem(str(folder), "the folder is not empty", "Give the name of a new or empty folder; nothing is overwritten.")]
        )
    template = files("safepassage.scenario") / "template"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = tuple(folder / name for name in FILE_NAMES)
        for path in written:
            path.write_bytes((template / path.name).read_bytes())
    except OSError as error:
        what = f"the files cannot be written there ({error.strerror})"
        raise InputError([Problem(str(folder), what, "Give a folder that you may write to.")]) from None
    return written

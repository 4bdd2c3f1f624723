"""The folder of results, tried before the planning, which may take long."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from safepassage.errors import InputError, Problem


def make_writable(folder: Path) -> None:
    """Make the folder where it is missing, and write a file into it that is removed at once.

    Raises:
        InputError: it cannot be made, or nothing can be written into it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        what = f"the folder for the results cannot be made or written ({error.strerror})"
        raise InputError([Problem(f"--out {folder}", what, "Give another folder with --out.")]) from None

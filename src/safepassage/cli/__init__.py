"""The `safepassage` command. Each command is one thin file: parse, call, print.

Invariant: a user never sees a traceback unless asked for with `--debug`; the exit code says whose fault it is.
Commands import what they need when they run, so that `--help` answers at once.
"""

import sys
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from safepassage.cli import screen
from safepassage.cli.check import check
from safepassage.cli.choose import choose
from safepassage.cli.flow import flow
from safepassage.cli.import_records import import_records
from safepassage.cli.interrupt import INTERRUPTED
from safepassage.cli.missing import missing
from safepassage.cli.new import new
from safepassage.cli.plan import plan
from safepassage.cli.prices import prices
from safepassage.cli.propose import propose
from safepassage.cli.replan import replan
from safepassage.cli.roads import roads
from safepassage.cli.silence import silence
from safepassage.cli.stress import stress
from safepassage.errors import InputError, PlanBrokenError

BAD_INPUT = 2
"""What the user gave cannot be used; nothing was written."""
OUR_FAULT = 70
"""A defect of safepassage."""
HELP = """Plan humanitarian corridors: who travels when, on which road, through which hours of silence.

A scenario is a folder that a person can write. Begin with `safepassage new DIR`, look it over with `safepassage check DIR`,
and plan it with `safepassage plan DIR`.

Times are printed in the scenario's zone and, where a party reads another clock, in that one too.
"""

app = App(
    name="safepassage",
    help=HELP,
    help_format="markdown",
    version=lambda: _version(),
    exit_on_error=False,
    print_error=False,
    suppress_keyboard_interrupt=False,
    default_parameter=Parameter(show_default=False, negative=""),
)
app.command(check)
app.command(plan)
app.command(prices)
app.command(silence)
app.command(stress)
app.command(replan)
app.command(choose)
app.command(flow)
app.command(roads)
app.command(import_records)
app.command(propose)
app.command(missing)
app.command(new)
app.register_install_completion_command()


@app.meta.default
def _launch(
    *words: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    debug: Annotated[bool, Parameter(help="After a defect of safepassage, show where in the code it happened.")] = False,
) -> int:
    try:
        result = app(words, result_action="return_value")
    except InputError as error:
        screen.print_problems(error)
        return BAD_INPUT
    except KeyboardInterrupt:
        screen.complain("Stopped before everything was written.")
        return INTERRUPTED
    except CycloptsError:
        raise
    except Exception as error:
        if debug:
            raise
        screen.print_defect(error, is_plan_broken=isinstance(error, PlanBrokenError))
        return OUR_FAULT
    return result if isinstance(result, int) else 0


def _version() -> str:
    from importlib.metadata import version

    return f"safepassage {version('safepassage')}"


def main() -> None:
    """Run the command line that started this process and leave with its exit code."""
    try:
        code = app.meta(exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        screen.print_usage_error(error)
        code = BAD_INPUT
    except BrokenPipeError:  # the reader of our output, such as `head`, has closed it
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)

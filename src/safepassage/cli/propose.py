"""`safepassage propose`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli import screen
from safepassage.cli.options import Quiet
from safepassage.cli.results import make_writable


def propose(
    plan: Annotated[Path, Parameter(help="The folder of a finished plan.")],
    /,
    *,
    known: Annotated[Path | None, Parameter(help="What people know and no plan says, as TOML: a known.toml filled in.")] = None,
    languages: Annotated[str, Parameter(help="Languages of the text, with commas: en,uk,ru if nothing else is said.")] = "en,uk,ru",
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, out/NAME-proposal after the plan's folder.")] = None,
    quiet: Quiet = False,
) -> int:
    """Draft an agreement from a plan: every clause, and a blank for everything that is not yet agreed.

    Writes the text as a page, as a PDF and as plain text in each language, the terms, and known.toml with what people must supply. Fill
    that in and run the command again with --known; nothing that was written there is lost.
    """
    from safepassage.documents.languages import check_languages
    from safepassage.documents.plan_file import read_planned
    from safepassage.documents.proposal_print import write_proposal_pdf
    from safepassage.documents.proposal_write import KNOWN_NAME, check_known, write_proposal
    from safepassage.negotiation.known import read_known
    from safepassage.negotiation.propose import propose as draft_from

    wanted = tuple(dict.fromkeys(language.strip() for language in languages.split(",") if language.strip()))
    check_languages(wanted)
    scenario, planned = read_planned(plan)
    told = read_known(known) if known is not None else None
    draft = draft_from(scenario, planned, known=told, languages=wanted)
    folder = out if out is not None else Path("out") / f"{(plan if plan.is_dir() else plan.parent).resolve().name}-proposal"
    make_writable(folder)
    check_known(folder, known)
    texts = write_proposal(draft, folder, wanted, told)
    first = texts[0]
    screen.print_warnings("There is no PDF", write_proposal_pdf(texts, folder / "proposal.pdf"))
    if not quiet:
        blanks = f"{first.blanks:,} {'point is' if first.blanks == 1 else 'points are'}"
        print(f"{len(first.clauses)} clauses; {blanks} not yet agreed: fill in {folder / KNOWN_NAME} and run it again with --known")
    print(f"The proposal is in {folder}: open {folder / 'proposal.html'}; it is no agreement, and nobody sets out on it")
    return 0

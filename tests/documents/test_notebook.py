"""A plan draws itself in a notebook."""

from IPython.core.interactiveshell import InteractiveShell
from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.notebook import draw_in_notebooks, plan_html


def test_cell_that_ends_in_a_plan_shows_summary_and_diagram() -> None:
    """IPython itself shows a plan made through the facade as HTML: its figures and its diagram."""
    shell = InteractiveShell.instance()
    shell.display_formatter.active_types = (
        shell.display_formatter.format_types
    )  # as a notebook's kernel sets it; a terminal shows text only
    shell.push({"plan": draw_in_notebooks(lambda scenario: sample_plan()), "scenario": sample_scenario()})
    shell.run_cell("planned = plan(scenario)").raise_error()
    shown, _ = shell.display_formatter.format(shell.user_ns["planned"])
    assert shown["text/html"] == plan_html(sample_plan(), sample_scenario())
    assert f"{sample_plan().certificate.value_points:,.0f} points" in shown["text/html"]
    assert "<svg" in shown["text/html"]


def test_names_cannot_smuggle_in_a_script() -> None:
    """What somebody wrote as a title is text in the page, not a part of it."""
    plan = sample_plan().model_copy(update={"scenario_title": "<script>alert(1)</script>"})
    assert "<script" not in plan_html(plan, sample_scenario())

"""axe-core looks at a page as it is: no finding is allowed, and there is no list of exceptions."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

SOURCE = Path(__file__).parents[2] / "ui/node_modules/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
DIALOG = "'[role=dialog]'"


def _run(within: str) -> str:
    return f"axe.run({within}, {{runOnly: {{type: 'tag', values: {json.dumps(TAGS)}}}}}).then(JSON.stringify)"


# Half a colour is none, and what closes is neither there nor gone: nothing has moved for some frames.
STILL = """(async () => {
  for (let quiet = 0, frames = 0; quiet < 3; frames++) {
    await new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 100); });
    quiet = document.getAnimations().some((one) => one.playState === "running") ? 0 : quiet + 1;
    if (frames > 500) throw new Error("something moves without end");
  }
})()"""


def assert_accessible(page: Page) -> None:
    """In light and in dark. The library comes by the debugger: the page's policy lets no foreign script in."""
    for scheme in ("light", "dark"):
        assert_accessible_in(page, scheme)


def assert_accessible_in(page: Page, scheme: str, within: str = "document") -> None:
    """In one of the two; ``within`` a part of the page, for one more state of it."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    page.evaluate(STILL)
    findings = _findings(page, within)
    assert not findings, f"{page.url} in {scheme}:\n" + "\n".join(findings)


def _findings(page: Page, within: str) -> list[str]:
    debugger = page.context.new_cdp_session(page)
    try:
        if not _evaluate(debugger, "typeof axe === 'object'"):
            _evaluate(debugger, SOURCE.read_text())
        found = json.loads(_evaluate(debugger, _run(within)))
    finally:
        debugger.detach()
    return [
        f"{rule['id']}: {rule['help']}: {node['html']} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _evaluate(debugger: object, expression: str) -> object:
    answer = debugger.send(  # type: ignore[attr-defined]
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")

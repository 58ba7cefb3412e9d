"""A pytest plugin: one headless Chromium per session, off the network, that tells what a page did.

    def test_page(browser_page):
        visit = browser_page(path)                     # or (path, viewport=(390, 844), ...)
        visit.page.click("#play")                      # playwright's Page
        visit.assert_quiet()                           # no request, no message, no error

`browser` (session scope) has the same as a context manager, for fixtures that share a page:
`with browser.visit(path) as visit: ...`. Where there is no Chromium the tests are skipped.
"""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
#: what a page that holds everything itself may read
OWN = ("data:", "blob:", "about:")


@dataclass
class Visit:
    """A page that is open.

    Attributes:
        page: playwright's page.
        requests: addresses that it asked for, other than itself and what it holds in itself.
        messages: warnings and errors on its console, among them breaches of its content policy.
        errors: errors that its scripts did not catch.
    """

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """Fail if the page asked for anything or complained."""
        assert self.requests == []
        assert self.errors == []
        assert self.messages == []

    def until(self, condition: str, seconds: float = 20) -> None:
        """Wait for a JavaScript expression to hold: `wait_for_function`, under a content policy."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"{condition} did not come to hold in {seconds} s"
            self.page.wait_for_timeout(20)

    def too_wide(self) -> list[str]:
        """Elements that reach out of the window on the right, unless their box scrolls."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((one) => {
              const box = one.getBoundingClientRect();
              if (!box.width || box.right <= document.documentElement.clientWidth + 1) return false;
              for (let up = one; up; up = up.parentElement) {
                if (getComputedStyle(up).overflowX !== "visible") return false;
              }
              return true;
            }).map((one) => one.outerHTML.slice(0, 120))"""
        )
        return found


class Browser:
    """Opens pages in a Chromium that is running, each with nothing left of the others."""

    def __init__(self, chromium: Any) -> None:
        self.chromium = chromium
        self._loop = asyncio.get_running_loop()
        self._open = 0
        self._mark(False)

    def _mark(self, running: bool) -> None:
        """Whether playwright's event loop counts as running: other tests have loops of their own.

        It runs all the time, but is only ever at work while one of its functions is called.
        """
        asyncio._set_running_loop(self._loop if running else None)

    def close(self) -> None:
        """End the program."""
        self._mark(True)
        self.chromium.close()

    @contextmanager
    def visit(
        self,
        path: Path | str,
        viewport: tuple[int, int] = (1280, 800),
        *,
        anchor: str = "",
        **options: Any,
    ) -> Iterator[Visit]:
        """Open a file, without a network.

        Args:
            path: the file.
            viewport: width and height of the window in CSS pixels.
            anchor: of the address, without "#".
            options: of playwright's `new_context`: has_touch, color_scheme, locale, ...
        """
        width, height = viewport
        self._open += 1
        self._mark(True)
        context = self.chromium.new_context(
            offline=True, viewport={"width": width, "height": height}, **options
        )
        try:
            visit = Visit(context.new_page())
            address = Path(path).resolve().as_uri()

            def asked(request: Any) -> None:
                if not request.url.startswith(OWN) and request.url.split("#")[0] != address:
                    visit.requests.append(request.url)

            def told(message: Any) -> None:
                if message.type in ("warning", "error"):
                    visit.messages.append(message.text)

            context.on("request", asked)
            context.on("console", told)
            visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
            visit.page.goto(address + (f"#{anchor}" if anchor else ""))
            yield visit
        finally:
            context.close()
            self._open -= 1
            self._mark(self._open > 0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this session (one for each worker of xdist that needs it)."""
    api = pytest.importorskip("playwright.sync_api", reason="no Chromium: playwright is missing")
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium")
    with api.sync_playwright() as playwright:
        # a container has neither the rights for the sandbox nor much shared memory
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        started = Browser(chromium)
        yield started
        started.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens files as `Browser.visit` does, and closes them after the test."""
    with ExitStack() as opened:
        yield lambda *of, **options: opened.enter_context(browser.visit(*of, **options))

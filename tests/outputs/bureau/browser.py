"""A headless Chromium that remembers what the page complained of and what it asked the network for."""

import base64
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

_FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000", "--hide-scrollbars")
_OWN = ("file:", "data:", "blob:", "about:", "chrome")


class Browser:
    """One tab. `driver` is Selenium's."""

    def __init__(self, driver: Any):
        self.driver = driver

    def open(self, path: Path) -> None:
        self.forget()
        self.driver.get(path.resolve().as_uri())

    def forget(self) -> None:
        self.driver.get("about:blank")
        for log in ("browser", "performance"):
            self.driver.get_log(log)

    def complaints(self) -> list[str]:
        """What stands in the console since it was last asked for."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address that was asked for since this was last asked."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def requests_outside(self) -> list[str]:
        return [url for url in self.requests() if not url.startswith(_OWN)]

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        return [found.text for found in self.all(selector)]

    def wait(self, condition: Any) -> Any:
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 20, poll_frequency=0.02).until(lambda _: condition())

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def pdf(self, path: Path) -> Path:
        made = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        path.write_bytes(base64.b64decode(made["data"]))
        return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Skips the test where Chromium, its driver or Selenium is not installed, but not in CI."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        missing("Chromium and its driver")
    webdriver = _selenium()
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in _FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    tab = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield Browser(tab)
    finally:
        tab.quit()


def _selenium() -> Any:
    try:
        from selenium import webdriver
    except ImportError:
        missing("selenium")
    return webdriver


def missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        raise AssertionError(f"CI has to have it: {what}")
    pytest.skip(f"not installed: {what}")

"""The library that draws the charts of the page: Apache ECharts, whose script lies in the wheel of Panel.

Nothing of Panel is ever imported. ECharts, because it runs under the page's policy as it stands, draws what can be printed, and has
patterns for those who do not see colours; Plotly, the nearest other, wants styles that the policy forbids, four times the room in
the page, and nine times the time to start."""

from __future__ import annotations

from importlib import metadata

_CARRIER, _SCRIPT = "panel", "echarts.min.js"


def chart_library() -> str:
    """The script of ECharts; "" where no package that carries it is installed, and then the page draws plain bars."""
    try:
        files = metadata.files(_CARRIER) or []
    except metadata.PackageNotFoundError:
        return ""
    found = next((file for file in files if file.name == _SCRIPT and file.locate().is_file()), None)  # type: ignore[attr-defined]
    return found.read_binary().decode("utf-8") if found else ""

"""How the cells of a range look: fill, number format, alignment, font."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from xlwings import base_classes

from budgetbook.workbooks.engine.geometry import Geometry
from budgetbook.workbooks.engine.unsupported import Native, complete
from budgetbook.workbooks.file import colours, fonts, number_formats, restyling
from budgetbook.workbooks.file.fills import solid

_Value = TypeVar("_Value")
_HORIZONTAL = {"center_across_selection": "centerContinuous"}  # where the file has another word than xlwings
_SHOWN = {word: name for name, word in _HORIZONTAL.items()}


def rgb(colour: Any) -> str:
    """RRGGBB of a colour as xlwings takes it: "#FF0000", (255, 0, 0) or Excel's number (red lowest). Raises ValueError."""
    if isinstance(colour, str):
        written = colour.removeprefix("#")
        if len(written) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in written):
            return written.upper()
    elif isinstance(colour, int) and 0 <= colour <= 0xFFFFFF:
        return f"{colour & 255:02X}{colour >> 8 & 255:02X}{colour >> 16 & 255:02X}"
    elif isinstance(colour, tuple | list) and len(colour) == 3 and all(0 <= part <= 255 for part in colour):
        return "".join(f"{int(part):02X}" for part in colour)
    raise ValueError(f"{colour!r} 不是颜色（not a colour）")


def parts(colour: str) -> tuple[int, int, int]:
    """Red, green and blue."""
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


class Looks(Geometry):
    """A property that differs among the cells is None."""

    def restyle(self, change: Callable[[int], int]) -> None:
        """Each cell in another style."""
        if len(self):
            self.workbook.restyle(self.tab.name, self.area, change)

    def all_say(self, said: Callable[[int], _Value]) -> set[_Value]:
        """What the styles of all cells say."""
        return {said(style) for style in restyling.styles_in(self.part, self.area)} if len(self) else set()

    def one_says(self, said: Callable[[int], _Value]) -> _Value | None:
        """The same when they agree, else None."""
        found = self.all_say(said)
        return found.pop() if len(found) == 1 else None

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Raises ValueError when the cells are filled differently: None says that nothing fills them."""
        styles = self.workbook.styles
        found = self.all_say(lambda style: self.workbook.colours.fill(styles, style))
        if len(found) > 1:
            raise ValueError(f"{self.address} 里各单元格的底色不同（the cells are filled differently）")
        filled = found.pop() if found else None
        return parts(filled) if filled else None

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        fill = colours.no_fill() if color_or_rgb is None else solid(rgb(color_or_rgb))
        self.restyle(lambda style: self.workbook.styles.with_fill(style, fill))

    def set_colors(self, colors: list[list[Any]]) -> None:
        for number, row in enumerate(colors, 1):
            for column, colour in enumerate(row, 1):
                if colour is not ...:
                    self(number, column).color = colour

    @property
    def number_format(self) -> str | None:
        return self.one_says(lambda style: number_formats.code_of(self.workbook.styles, style))

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.restyle(lambda style: number_formats.with_code(self.workbook.styles, style, value))

    @property
    def wrap_text(self) -> bool | None:
        return self.one_says(lambda style: fonts.alignment(self.workbook.styles, style, "wrapText") in ("1", "true"))

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._align("wrapText", str(int(bool(value))))

    @property
    def horizontal_alignment(self) -> str | None:
        word = self.one_says(lambda style: fonts.alignment(self.workbook.styles, style, "horizontal") or "general")
        return _SHOWN.get(word, word) if word else None

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self._align("horizontal", _HORIZONTAL.get(value, value))

    @property
    def vertical_alignment(self) -> str | None:
        return self.one_says(lambda style: fonts.alignment(self.workbook.styles, style, "vertical") or "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._align("vertical", value)

    def _align(self, name: str, value: str) -> None:
        self.restyle(lambda style: fonts.with_alignment(self.workbook.styles, style, name, value))

    @property
    def font(self) -> Font:
        return Font(self)


@complete()
class Font(base_classes.Font):
    """The font of the cells of a range."""

    def __init__(self, parent: Looks):
        self._parent = parent

    @property
    def api(self) -> Native:
        return Native("Font")

    @property
    def bold(self) -> bool | None:
        return self._is_on("b")

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("b", {} if value else None)

    @property
    def italic(self) -> bool | None:
        return self._is_on("i")

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("i", {} if value else None)

    @property
    def size(self) -> float | None:
        size = self._parent.one_says(lambda style: fonts.said(self._styles, style, "sz") or "11")
        return float(size) if size else None

    @size.setter
    def size(self, value: float) -> None:
        if not 1 <= value <= 409:
            raise ValueError(f"字号须在 1 至 409 之间：{value!r}（font size）")
        self._set("sz", {"val": f"{value:g}"})

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Black where the file leaves the colour to the program."""
        look = self._parent.workbook.colours
        found = self._parent.one_says(lambda style: look.rgb(fonts.colour(self._styles, style), "000000"))
        return parts(found) if found else None

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._set("color", {"rgb": f"FF{rgb(color_or_rgb)}"})

    @property
    def name(self) -> str | None:
        return self._parent.one_says(lambda style: fonts.said(self._styles, style, "name") or "")

    @name.setter
    def name(self, value: str) -> None:
        self._set("name", {"val": value})

    @property
    def _styles(self) -> Any:
        return self._parent.workbook.styles

    def _is_on(self, tag: str) -> bool | None:
        return self._parent.one_says(lambda style: fonts.is_on(self._styles, style, tag))

    def _set(self, tag: str, attributes: dict[str, str] | None) -> None:
        self._parent.restyle(lambda style: fonts.with_font(self._styles, style, tag, attributes))

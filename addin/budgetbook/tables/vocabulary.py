"""The vocabulary: which words of a template mean what. Data in vocabulary.toml; a local file may add to it or overrule it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from budgetbook.model.amount import YUAN
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.model.toml import read_toml

from .wording import plain

Document = Mapping[str, Any]

_SPENT = parse_slice("支出")


class Kind(Enum):
    """What a phrase does to the meaning of the words it stands in."""

    SLICE = "含义"
    SHORT = "只在上级之下"
    INCOME = "收入"
    BOTH_SIDES = "收支"
    DOUBT = "歧义"
    MEASURE = "度量"
    TOTAL = "合计"
    GRAND_TOTAL = "总计"
    AMOUNT = "金额"
    FAMILY = "科目系列"
    NOISE = "虚词"
    JOINT = "连接"
    PART = "其中"


class Word(NamedTuple):
    """One phrase. `name` is the measure, the family of codes, or the question of a doubt; `choices` are slice words."""

    kind: Kind
    slice: Slice = Slice()
    above: Slice = Slice()  # a short word holds only below this slice
    name: str = ""
    choices: tuple[str, ...] = ()


class KeyWord(NamedTuple):
    """A heading over names or codes of rows: 功能科目, 编码."""

    family: str
    means: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All phrases in their plain form. `phrases` stand longest first; `money` is fen in one printed unit."""

    words: Mapping[str, Word]
    phrases: tuple[str, ...]
    keys: Mapping[str, KeyWord]
    models: Mapping[str, Mapping[str, int]]
    ellipses: frozenset[str]
    class_codes: Mapping[str, str]
    department: tuple[str, ...]
    footers: tuple[str, ...]
    no_data: tuple[str, ...]
    other_sheets: tuple[str, ...]
    money: Mapping[str, int]

    @cached_property
    def totals(self) -> tuple[str, ...]:
        """Every phrase that makes a total."""
        return tuple(phrase for phrase, word in self.words.items() if word.kind in (Kind.TOTAL, Kind.GRAND_TOTAL))


@lru_cache(maxsize=4)
def load_vocabulary(local: str | None = None) -> Vocabulary:
    """The vocabulary of the program, with the words of a local file on top, which win.

    Raises BudgetbookError naming file and section for anything that cannot be read."""
    own: Document = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    documents = [("vocabulary.toml", own)] + ([(local, _read(Path(local), own))] if local else [])
    words: dict[str, Word] = {}
    for name, document in documents:
        words.update((plain(phrase), word) for phrase, word in _words(name, document))
    return _assemble(words, [document for _, document in documents])


def _assemble(words: dict[str, Word], documents: Iterable[Document]) -> Vocabulary:
    merged: dict[str, dict[str, Any]] = {}
    for document in documents:
        for section, entries in document.items():
            if isinstance(entries, dict):
                for name, value in entries.items():
                    earlier = merged.setdefault(section, {}).get(name)
                    merged[section][name] = earlier + value if isinstance(earlier, list) and isinstance(value, list) else value
    models = {
        name: {plain(text): level for text, level in rows.items()} for name, rows in merged["示例行"].items() if name != "省略"
    }
    outside = {name: tuple(map(plain, listed)) for name, listed in merged["表外"].items()}
    return Vocabulary(
        words=words,
        phrases=tuple(sorted(words, key=lambda phrase: (-len(phrase), phrase))),
        keys=_keys(merged["关键列"]),
        models=models,
        ellipses=frozenset(map(plain, merged["示例行"]["省略"])),
        class_codes={plain(name): code for name, code in merged["类名"].items()},
        department=outside["部门"],
        footers=outside["表尾"],
        no_data=outside["无数据"],
        other_sheets=outside["不是预算表"],
        money={name: yuan * YUAN for name, yuan in merged["货币单位"].items()},
    )


def _keys(section: Mapping[str, Mapping[str, list[str]]]) -> dict[str, KeyWord]:
    return {
        plain(text): KeyWord(family, means)
        for family, columns in section.items()
        for means, texts in columns.items()
        for text in texts
    }


def _words(file: str, document: Document) -> Iterator[tuple[str, Word]]:
    """Every phrase of the document with what it means."""
    for said, phrases in document.get("含义", {}).items():
        word = Word(Kind.SLICE, _slice(file, "含义", said))
        yield from ((phrase, word) for phrase in phrases)
    for entry in document.get("只在上级之下", []):
        above, slice_ = (_slice(file, "只在上级之下", entry[name]) for name in ("上级", "是"))
        yield from ((phrase, Word(Kind.SHORT, slice_, above)) for phrase in entry["词"])
    for phrase, doubt in document.get("歧义", {}).items():
        for choice in doubt["选"]:
            _slice(file, "歧义", choice)
        yield phrase, Word(Kind.DOUBT, name=doubt["问"], choices=tuple(doubt["选"]))
    for name, phrases in document.get("度量", {}).items():
        yield from ((phrase, Word(Kind.MEASURE, name=name)) for phrase in phrases)
    for name, phrases in document.get("科目系列", {}).items():
        for phrase in phrases:  # 支出功能分类 says 支出 as well
            yield phrase, Word(Kind.FAMILY, _SPENT if "支出" in phrase else Slice(), name=name)
    yield from _plain_words(document)


def _plain_words(document: Document) -> Iterator[tuple[str, Word]]:
    places = (
        ("收入", "词", Kind.INCOME),
        ("收入", "收支", Kind.BOTH_SIDES),
        ("合计", "合计", Kind.TOTAL),
        ("合计", "总计", Kind.GRAND_TOTAL),
        ("金额", "词", Kind.AMOUNT),
        ("虚词", "词", Kind.NOISE),
        ("虚词", "连接", Kind.JOINT),
        ("虚词", "其中", Kind.PART),
    )
    for section, name, kind in places:
        yield from ((phrase, Word(kind)) for phrase in document.get(section, {}).get(name, []))


def _slice(file: str, section: str, said: str) -> Slice:
    try:
        return parse_slice(said)
    except ValueError as error:
        raise BudgetbookError(
            Problem(f"词汇表“{section}”一节：{error}", file, hint="键要写预算的一部分，例如“支出 一般公共预算”")
        ) from None


def _read(path: Path, own: Document) -> Document:
    """A local vocabulary of the same shape as the program's own."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BudgetbookError(Problem("词汇表打不开", path.name, hint="请确认文件存在，并以 UTF-8 保存")) from None
    hint = "请对照程序自带的词汇表改正"
    document = read_toml(text, path.name, "词汇表", hint)
    wrong = [section for section, entries in document.items() if section not in own or not _alike(own[section], entries)]
    try:
        list(_words(path.name, document))
    except KeyError:
        wrong.append("歧义")  # a record that lacks something
    if wrong:
        problems = [Problem(f"词汇表“{section[:20]}”一节的写法与程序自带的不一样", path.name, hint=hint) for section in wrong]
        raise BudgetbookError(problems)
    return document


def _alike(own: object, given: object) -> bool:
    """Whether something of a local vocabulary is built like the program's own; a record in a list has all that its likes have."""
    if isinstance(own, dict) and isinstance(given, dict):
        return all(
            any(_alike(model, value) for model in ([own[key]] if key in own else own.values())) for key, value in given.items()
        )
    if isinstance(own, list) and isinstance(given, list):
        return all(any(_alike(model, value) and _complete(model, value) for model in own) for value in given)
    return type(own) is type(given)


def _complete(own: object, given: object) -> bool:
    return not isinstance(own, dict) or not isinstance(given, dict) or own.keys() <= given.keys()

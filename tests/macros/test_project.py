"""The pieces of a VBA project, against the examples of the standard, a project that Excel itself has written, and other readers."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from importlib.resources import files

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import compound_file, project, protection
from macros.compression import compress, decompress
from macros.modules import Kind, document, module
from tests.macros import judges

# [MS-OVBA] 3.2: without copies, with them, with as many as can be
EXAMPLES = [
    (b"abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E"),
    (
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C",
    ),
    (b"a" * 73, "0103B002614500"),
]
TEXT = st.text("ab \r\n=", max_size=9000).map(str.encode) | st.binary(max_size=50).map(lambda seed: (seed * 400)[:9000])


@pytest.mark.parametrize(("data", "container"), EXAMPLES, ids=["letters", "copies", "one long copy"])
def test_examples_of_the_standard_are_read(data: bytes, container: str) -> None:
    assert decompress(bytes.fromhex(container)) == data


@pytest.mark.parametrize(("data", "container"), EXAMPLES, ids=["letters", "copies", "one long copy"])
def test_nothing_is_longer_than_in_the_standard(data: bytes, container: str) -> None:
    assert len(compress(data)) <= len(container) // 2


@given(TEXT)
def test_what_is_compressed_comes_back(data: bytes) -> None:
    container = compress(data)
    assert decompress(container) == data
    assert bytes(judges.olevba().decompress_stream(bytearray(container))) == data


def test_a_full_chunk_that_does_not_compress_is_kept_as_it_is() -> None:
    data = bytes((number * number * 7 + number // 3) % 251 for number in range(4096))
    noise = bytes(a ^ b for a, b in zip(data, struct.pack("<1024I", *(n * 2654435761 % 2**32 for n in range(1024))), strict=True))
    assert decompress(compress(noise + b"Sub")) == noise + b"Sub"


def test_a_broken_container_is_refused() -> None:
    for broken in (b"", b"\x02", b"\x01\x03\xb0\x01\x61\x45\x00"):
        with pytest.raises(ValueError):
            decompress(broken)


def test_protection_is_written_as_excel_writes_it() -> None:
    excel = files("xlwings").joinpath("quickstart.xlsm")
    with zipfile.ZipFile(io.BytesIO(excel.read_bytes())) as archive:
        ole = olefile.OleFileIO(io.BytesIO(archive.read("xl/vbaProject.bin")))
    properties = ole.openstream("PROJECT").read().decode("latin-1")
    id, *written = (re.search(f'^{name}="(.*)"', properties, re.MULTILINE)[1] for name in ("ID", "CMG", "DPB", "GC"))  # type: ignore[index]
    for data, field in zip((bytes(4), bytes(1), b"\xff"), map(bytes.fromhex, written), strict=True):
        assert protection.encrypted(data, id, field[0]) == field


@given(st.dictionaries(st.text("abcXYZ_19", min_size=1, max_size=12), st.integers(0, 9000), max_size=12))
def test_streams_come_back(sizes: dict[str, int]) -> None:
    streams = {name.upper(): (name.encode() * size)[:size] for name, size in sizes.items()}
    data = compound_file.write({"inner": streams, "outer": b"x" * 4096})
    ole = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL)
    assert len(data) % compound_file.SECTOR == 0
    assert {name[-1]: ole.openstream(name).read() for name in ole.listdir()} == streams | {"outer": b"x" * 4096}


def test_a_large_file_has_a_table_of_several_sectors() -> None:
    content = bytes(range(256)) * 4096  # 1 MB
    ole = olefile.OleFileIO(io.BytesIO(compound_file.write({"large": content})), raise_defects=olefile.DEFECT_POTENTIAL)
    assert ole.openstream("large").read() == content
    with pytest.raises(ValueError, match="7 MB"):
        compound_file.write({"large": content * 8})


def test_the_host_compiles_from_source() -> None:
    ole = olefile.OleFileIO(io.BytesIO(project.write([document("ThisWorkbook", Kind.WORKBOOK)])))
    version = struct.unpack_from("<H", ole.openstream("VBA/_VBA_PROJECT").read(), 2)
    assert version == (0xFFFF,)


def test_text_beyond_ascii_and_text_without_a_name_are_refused() -> None:
    for text in ('Attribute VB_Name = "A"\n\' 预算\n', "Sub A()\nEnd Sub\n", 'Attribute VB_Name = "表"\n'):
        with pytest.raises(ValueError, match="VBA module"):
            module(Kind.MODULE, text)


def test_two_modules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one name"):
        project.write([document("Sheet1", Kind.SHEET), document("sheet1", Kind.SHEET)])

"""XML namespaces, relationship types and content types of SpreadsheetML packages."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STRICT = "http://purl.oclc.org/ooxml/"

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REL_ID = f"{{{REL}}}id"

OFFICE_DOCUMENT = f"{REL}/officeDocument"
WORKSHEET = f"{REL}/worksheet"
COMMENTS = f"{REL}/comments"
VML_DRAWING = f"{REL}/vmlDrawing"
SHARED_STRINGS = f"{REL}/sharedStrings"
STYLES = f"{REL}/styles"
THREADED_COMMENT = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
SIGNATURE_ORIGIN = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"

_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKSHEET_TYPE = f"{_SHEETML}.worksheet+xml"
COMMENTS_TYPE = f"{_SHEETML}.comments+xml"
STYLES_TYPE = f"{_SHEETML}.styles+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def main(tag: str) -> str:
    """The tag qualified with the main SpreadsheetML namespace, as lxml writes it."""
    return f"{{{MAIN}}}{tag}"

"""Where the published reference case lies, for the tests that need it; they are skipped where it is absent."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("BUDGETBOOK_REFERENCE") or REPOSITORY.parent / "shared" / "reference")

needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the published reference case is not on this machine")

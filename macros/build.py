"""Builds the add-in and the template with macros from the text in this folder, the same bytes every time:
python macros/build.py [--output FOLDER]"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "workbook_templates" / "department_budget.xlsx"


def build(folder: Path) -> list[Path]:
    """The add-in, the template and its binding in this folder, which is made where it is missing."""
    from macros import packages

    folder.mkdir(parents=True, exist_ok=True)
    addin, template = folder / "budgetbook.xlam", folder / TEMPLATE.with_suffix(".xlsm").name
    packages.addin().save(str(addin))
    packages.template(TEMPLATE).save(str(template))
    binding = Path(shutil.copyfile(TEMPLATE.with_suffix(".toml"), template.with_suffix(".toml")))
    return [addin, template, binding]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="FOLDER", help="default: dist")
    for path in build(parser.parse_args().output):
        print(path)


def run() -> None:
    """The command. What it needs and does not find is said in Chinese."""
    try:
        main()
    except ModuleNotFoundError as error:
        sys.exit(f"没有安装 {error.name}，生成不了。请在项目文件夹 {ROOT} 里运行 {sys.executable} -m pip install . ，再运行一次")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # a script finds only its own folder by itself
    run()

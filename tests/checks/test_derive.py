"""The equations of the thirteen-table design, as an oracle: they must come out of the slices alone."""

import pytest

from budgetbook.checks.derive import derive
from budgetbook.checks.equations import PART, SAME, SUM
from budgetbook.checks.world import build_world
from budgetbook.model.book import Book
from budgetbook.model.figure import State
from tests.checks.department import CAPITAL, CLASSES, GENERAL, GOV, SPECIAL, THREE_PUBLIC, WAN, Department, Item, make_department

RUN, SPECIFIC, PERSONNEL, PUBLIC, NO_KIND = "其他运转类", "特定目标类", "人员经费", "公用经费", "未分类型的资金"
CURRENT, CARRIED, SPENT, LEFT = "本年", "上年结转", "支出", "年终结转"
OFFICE, INSTITUTE = ("甲局", "行政单位"), ("乙所", "事业单位")


def item(function: str, economic: str, fund: str, kind: str, unit: tuple[str, str], wan: float, **more: str) -> Item:
    source, use = more.get("source", CURRENT), more.get("use", SPENT)
    project, revenue = more.get("project", ""), more.get("revenue", "")
    return Item(function, economic, fund, kind, source, use, *unit, project, revenue, round(wan * WAN))


PLAIN = [
    item("2010301", "30101/50101", GENERAL, PERSONNEL, OFFICE, 100.25),
    item("2010301", "30201/50201", GENERAL, PUBLIC, OFFICE, 20.5),
    item("2010301", "30231/50208", GENERAL, PUBLIC, OFFICE, 3),
    item("2080505", "30108/50102", GENERAL, PERSONNEL, OFFICE, 12),
    item("2010306", "30217/50206", GENERAL, PUBLIC, INSTITUTE, 1.5),
    item("2010306", "30201/50502", GENERAL, PUBLIC, INSTITUTE, 8),
    item("2010399", "30227/50205", GENERAL, RUN, OFFICE, 30, project="运维"),
    item("2040612", "31013/50305", GENERAL, SPECIFIC, INSTITUTE, 40, project="车辆"),
]
FULL = [
    *PLAIN,
    item("2120801", "30905/50302", GOV, SPECIFIC, OFFICE, 500, project="道路", revenue="1030148"),
    item("2120899", "30227/50205", GOV, RUN, INSTITUTE, 60, project="测绘", revenue="1030155"),
    item("2120899", "", GOV, NO_KIND, OFFICE, 7, use=LEFT, revenue="1030155"),
    item("2230105", "31204/50799", CAPITAL, SPECIFIC, OFFICE, 80, project="注资", revenue="1030601"),
    item("2050204", "30227/50205", SPECIAL, RUN, INSTITUTE, 25, project="培训"),
    item("2010399", "30227/50205", "其他收入", RUN, INSTITUTE, 5, project="捐赠"),
    item("2010306", "30231/50208", GENERAL, RUN, OFFICE, 2, project="运维", source=CARRIED),
    item("2010306", "30201/50201", GENERAL, PUBLIC, OFFICE, 4, source=CARRIED),
]


class Oracle:
    """Looks equations up by sheet and label."""

    def __init__(self, book: Book):
        self.book = book
        self.equations = list(derive(build_world(book.figures, book.listings)))

    def at(self, name: str) -> int:
        sheet, _, label = name.partition("!")
        return next(at for at, figure in enumerate(self.book.figures) if figure.table == sheet and figure.label == label)

    def group(self, at: int) -> int:
        """One figure that stands for all of the same slice."""
        groups = ({each.left, *each.right} for each in self.equations if each.kind == SAME)
        return min(next((group for group in groups if at in group), {at}))

    def has_sum(self, left: str, *right: str) -> bool:
        """Whether the sum is asked for, of these figures or of others with their slices; zeros may be added to it."""
        whole, wanted = self.group(self.at(left)), {self.group(self.at(name)) for name in right}
        for equation in self.equations:
            if equation.kind == SUM and self.group(equation.left) == whole:
                more = {self.group(term) for term in equation.right} - wanted
                if wanted <= {self.group(term) for term in equation.right} and not any(
                    self.book.figures[one].value for one in more
                ):
                    return True
        return False

    def same(self, *names: str) -> bool:
        wanted = {self.at(name) for name in names}
        return any(each.kind == SAME and wanted <= {each.left, *each.right} for each in self.equations)

    def at_least(self, whole: str, part: str) -> bool:
        """Whether whole ≥ part follows, in one or several steps."""
        reached, fresh = set(), {self.at(whole)}
        while fresh:
            reached |= fresh
            below = {term for each in self.equations if each.left in fresh for term in each.right}
            groups = [{each.left, *each.right} for each in self.equations if each.kind == SAME]
            fresh = (below | {one for group in groups if group & fresh for one in group}) - reached
        return self.at(part) in reached


@pytest.fixture(scope="module")
def full() -> Oracle:
    return Oracle(Department(FULL).book())


@pytest.fixture(scope="module")
def plain() -> Oracle:
    return Oracle(Department(PLAIN).book())


def test_table_1(full: Oracle) -> None:
    kinds = [f"表一!{fund} / 预算数" for fund in (GENERAL, GOV, CAPITAL, SPECIAL, "单位资金")]
    assert full.has_sum("表一!本年收入合计 / 预算数", *kinds)
    assert full.has_sum("表一!收入总计 / 预算数", "表一!本年收入合计 / 预算数", "表一!上年结转 / 预算数")
    for column in ("合计", "当年预算安排", "上年结转安排"):
        assert full.has_sum(f"表一!本年支出合计 / {column}", *(f"表一!{code} / {column}" for code in CLASSES))
    assert full.has_sum("表一!201 / 合计", "表一!201 / 当年预算安排", "表一!201 / 上年结转安排")
    assert full.same("表一!收入总计 / 预算数", "表一!支出总计 / 合计")
    assert full.has_sum("表一!收入总计 / 预算数", "表一!本年支出合计 / 合计", "表一!年终结转 / 合计")


def test_table_2(full: Oracle) -> None:
    funds = (GENERAL, GOV, CAPITAL, SPECIAL, "单位资金")
    for row in ("合计", "201", "20103", "2010306"):
        assert full.has_sum(f"表二!{row} / 合计", *(f"表二!{row} / {fund}" for fund in funds), f"表二!{row} / 上年结转")
    assert full.has_sum("表二!合计 / 合计", *(f"表二!{code} / 合计" for code in ("201", "204", "205", "208", "212", "223")))
    assert full.has_sum("表二!20103 / 一般公共预算", *(f"表二!{code} / 一般公共预算" for code in ("2010301", "2010306", "2010399")))
    assert all(full.same(f"表二!合计 / {fund}", f"表一!{fund} / 预算数") for fund in funds)
    assert full.same("表二!合计 / 上年结转", "表一!上年结转 / 预算数")


def test_tables_3_and_5(full: Oracle, plain: Oracle) -> None:
    assert full.has_sum("表三!201 / 合计", "表三!201 / 基本支出", "表三!201 / 项目支出")
    assert full.has_sum("表三!20103 / 项目支出", *(f"表三!{code} / 项目支出" for code in ("2010306", "2010399")))
    assert all(full.same(f"表三!{code} / 合计", f"表一!{code} / 合计") for code in ("201", "204", "212"))
    assert full.at_least("表三!201 / 基本支出", "表五!201 / 基本支出")
    assert not full.same("表三!201 / 合计", "表五!201 / 合计")
    assert plain.same("表三!201 / 合计", "表五!201 / 合计")  # the book says that there is no other fund and no carry-over
    assert plain.same("表五!201 / 合计", "表四!201 / 一般公共预算")


def test_table_4(full: Oracle, plain: Oracle) -> None:
    funds = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    for row in ("201", "212", "本年支出合计", "年终结转", "支出总计"):
        assert full.has_sum(f"表四!{row} / 小计", *(f"表四!{row} / {fund}" for fund in funds))
    for column in ("小计", *funds):
        assert full.has_sum(f"表四!本年支出合计 / {column}", *(f"表四!{code} / {column}" for code in CLASSES))
    assert all(full.same(f"表四!{fund} / 金额", f"表一!{fund} / 预算数") for fund in funds)
    assert full.has_sum("表四!收入总计 / 金额", "表四!本年收入合计 / 金额", "表四!上年财政拨款结转 / 金额")
    assert full.at_least("表一!201 / 合计", "表四!201 / 小计")
    assert full.at_least("表四!201 / 一般公共预算", "表五!201 / 合计")


def test_table_6(full: Oracle) -> None:
    assert full.has_sum("表六!合计 / 合计", "表六!合计 / 人员经费", "表六!合计 / 公用经费")
    assert full.has_sum(
        "表六!302 / 合计", *(f"表六!{pair} / 合计" for pair in ("30201/50201", "30201/50502", "30217/50206", "30231/50208"))
    )
    assert full.has_sum("表六!合计 / 合计", "表六!301 / 合计", "表六!302 / 合计")
    assert full.same("表六!合计 / 合计", "表五!合计 / 基本支出")


def test_tables_7_to_9(full: Oracle) -> None:
    assert full.same("表七!合计 / 预算数", "表一!政府性基金预算 / 预算数")
    assert full.has_sum("表七!合计 / 预算数", "表七!10301 / 预算数")
    assert full.has_sum("表七!10301 / 预算数", "表七!1030148 / 预算数", "表七!1030155 / 预算数")
    assert full.at_least("表七!合计 / 预算数", "表八!合计 / 合计")  # 7 万元 are left over
    assert full.has_sum("表八!合计 / 合计", "表八!212 / 合计")
    assert full.same("表九!合计 / 预算数", "表一!国有资本经营预算 / 预算数")
    assert full.has_sum("表九!合计 / 合计", "表九!223 / 合计")
    spent = Oracle(Department([each for each in FULL if each.use == SPENT]).book())
    assert spent.same("表七!合计 / 预算数", "表一!政府性基金预算 / 预算数", "表八!合计 / 合计")
    assert spent.same("表九!合计 / 预算数", "表九!合计 / 合计")


def test_table_10(full: Oracle) -> None:
    names = [name for name, _ in THREE_PUBLIC]
    for column in ("合计", "一般公共预算", "政府性基金预算"):
        assert full.has_sum(f"表十!合计 / {column}", *(f"表十!{name} / {column}" for name in names[:3]))
        assert full.has_sum(f"表十!{names[2]} / {column}", f"表十!{names[3]} / {column}", f"表十!{names[4]} / {column}")
    assert full.at_least("表十!公务接待费 / 一般公共预算", "表六!30217/50206 / 合计")
    assert full.at_least("表十!②公务用车运行维护费 / 一般公共预算", "表六!30231/50208 / 合计")


def test_table_11(plain: Oracle) -> None:
    assert plain.has_sum("表十一!部门合计 / 合计", "表十一!甲局 / 合计")
    assert plain.at_least("表六!合计 / 公用经费", "表十一!部门合计 / 一般公共预算")
    assert not plain.same("表六!合计 / 公用经费", "表十一!部门合计 / 一般公共预算")  # only the text can say the unit's type


def test_tables_12_and_13_and_forms(full: Oracle, plain: Oracle) -> None:
    assert full.has_sum("表十二!某局 / 合计", "表十二!甲局 / 合计", "表十二!乙所 / 合计")
    assert full.has_sum("表十二!甲局 / 合计", *(f"表十二!{name} / 合计" for name in ("运维", "道路", "注资")))
    assert full.has_sum("表三!合计 / 项目支出", "表十二!某局 / 合计", "表十三!某局 / 合计")
    assert plain.same("表三!合计 / 项目支出", "表十二!某局 / 合计")
    assert full.same("表十二!道路 / 合计", "绩效-道路!年度资金总额")
    forms = [f"绩效-{name}!年度资金总额" for name in ("运维", "车辆", "道路", "测绘", "注资", "培训", "捐赠")]
    assert full.has_sum("表十二!某局 / 合计", *forms)
    assert full.has_sum("表十三!某局 / 合计", "表十三!甲局 / 合计")


def test_a_project_without_a_form_makes_the_forms_a_part() -> None:
    book = Department(FULL).book()
    oracle = Oracle(Book(tuple(f for f in book.figures if f.table != "绩效-道路"), listings=book.listings))
    total = oracle.at("表十二!某局 / 合计")
    form = oracle.at("绩效-注资!年度资金总额")
    assert [each.kind for each in oracle.equations if each.left == total and form in each.right] == [PART]


def test_an_unread_figure_does_not_keep_the_others_from_being_compared() -> None:
    book = Department(PLAIN).book()
    at = next(at for at, figure in enumerate(book.figures) if figure.table == "表三" and figure.label == "201 / 合计")
    figures = list(book.figures)
    figures[at] = figures[at]._replace(state=State.UNREAD, value=0, half=0, reason="单元格是错误值 #REF!")
    oracle = Oracle(Book(tuple(figures), listings=book.listings))
    assert oracle.same("表一!201 / 合计", "表五!201 / 合计")
    assert not oracle.same("表一!201 / 合计", "表三!201 / 合计", "表五!201 / 合计")
    assert oracle.same("表三!201 / 合计")


def test_every_figure_of_a_department_takes_part_in_some_equation() -> None:
    book = make_department(7).book()
    equations = derive(build_world(book.figures, book.listings))
    touched = {member for equation in equations for member in (equation.left, *equation.right)}
    alone = [figure for at, figure in enumerate(book.figures) if at not in touched and figure.value]
    assert not alone

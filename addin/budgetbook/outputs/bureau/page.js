// What the page does: it draws the overview, and lists the workbooks that are asked for.

const AT_ONCE = 100; // rows drawn before somebody asks for more
const ON_PAPER = 500; // rows printed at most: thirty sheets
const UNOPENED = "这个浏览器打不开压缩的明细：请用 2023 年下半年以后的浏览器，或看同一文件夹里的 findings.csv。";
const ALL = { words: [], conclusion: null, family: null, verdict: null, only: null, order: "worst" };
const asked = { ...ALL }; // `verdict` is that of the family, `only` one row of the data
const haystacks = data.rows.map((row) => [row[DEPARTMENT], row[NAME], row[YEAR] ?? "", ...row[PROBLEMS]].join("\n").toLowerCase());
let everything = null; // the texts of all findings, once somebody has searched
let matching = [];
let drawn = 0;

function drawTiles() {
  const { departments, workbooks, amount, unknown, conclusions, years } = data.totals;
  const tiles = [
    ["部门", departments, "个"],
    ["工作簿", workbooks, "份"],
    [`预算合计${unknown ? `（${unknown} 份金额不详）` : ""}`, amount, "万元"],
    ["有“不符”的工作簿", conclusions[DISAGREE], "份"],
    ["未做成的工作簿", conclusions[NOT_DONE], "份"],
  ];
  byId("tiles").append(...tiles.map(([name, value, unit]) => {
    const shown = element("dd", { textContent: value }, element("small", { textContent: unit }));
    return element("div", {}, element("dt", { textContent: name }), shown);
  }));
  byId("scope").textContent = `${years.length ? `${years.join("、")} 年度，` : ""}${departments} 个部门，${workbooks} 份工作簿`;
}

function bar(name, value, most, colour, press) {
  const filled = element("span", { className: `bar ${colour}`, hidden: !value });
  filled.style.width = `${most ? (100 * value) / most : 0}%`;
  const button = element("button", { type: "button", onclick: press },
    element("span", { textContent: name }), element("span", { className: "track" }, filled),
    element("span", { className: "number", textContent: `${value} 份` }));
  return element("li", {}, button);
}

function drawBars() {
  const counts = data.totals.conclusions;
  const most = Math.max(...counts);
  byId("conclusions").append(...counts.map((count, at) =>
    bar(signAndWord(at), count, most, look(at), () => choose("conclusion", asked.conclusion === at ? null : at))));
  const wrong = families.map((at) => data.rows.filter((row) => row[HEATS][at] && row[HEATS][at][0] === DISAGREE).length);
  const worst = Math.max(...wrong, 0);
  byId("families").append(...families.map((at, place) =>
    bar(data.families[at][0], wrong[place], worst, look(DISAGREE), () => choose("family", asked.family === at ? null : at))));
}

function drawChoices() {
  const option = (value, textContent) => element("option", { value, textContent });
  byId("conclusion").append(option("", "全部"), ...data.conclusions.map((_, at) => option(at, signAndWord(at))));
  byId("family").append(option("", "全部"), ...families.map((at) => option(at, `${data.families[at][0]}有发现的`)));
  const heads = ["序号", "部门", "年度", "预算（万元）", "结论"];
  const row = element("tr", {}, ...heads.map((textContent) => element("th", { scope: "col", textContent })));
  row.append(...families.map((at) => element("th", { scope: "col", textContent: data.families[at][0], title: data.families[at][1] })));
  byId("heat").tHead.append(row);
}

function drawWords() {
  const says = {
    未做成: "没有校验成，原因列在该工作簿下面", 不符: "四舍五入解释不了的差异，或者违反规则", 未检: "看不懂或读不出，没有核对",
    提示: "要看一看的地方，不一定错", 尾差: "四舍五入造成的差异，不是错误", 已核实: "有人查过并写明理由", 相符: "没有发现问题",
  };
  for (const [at, [, word]] of data.conclusions.entries()) {
    byId("words").append(element("dt", { className: look(at), textContent: signAndWord(at) }), element("dd", { textContent: says[word] }));
  }
  for (const at of families) {
    const [name, what] = data.families[at];
    byId("words").append(element("dt", { textContent: name }), element("dd", { textContent: what }));
  }
}

function drawnRow(at, number) {
  const row = data.rows[at];
  const line = element("tr");
  const name = element("button", { type: "button", className: "name", textContent: row[DEPARTMENT] });
  const open = (family) => toggle(line, name, row, family);
  name.setAttribute("aria-expanded", "false");
  name.onclick = () => open(null);
  line.append(
    element("td", { className: "number", textContent: number }),
    element("th", { scope: "row" }, name, ...(row[NAME] === row[DEPARTMENT] ? [] : [element("span", { className: "file", textContent: row[NAME] })])),
    element("td", { className: "number", textContent: row[YEAR] ?? "—" }),
    element("td", { className: "number", textContent: row[AMOUNT] || "—" }),
    element("td", { className: `conclusion ${look(row[CONCLUSION])}`, textContent: signAndWord(row[CONCLUSION]) }),
    ...families.map((family) => heatCell(row[HEATS][family], family, open)),
  );
  return line;
}

function toggle(line, name, row, family) {
  const below = line.nextElementSibling;
  const isOpen = below !== null && below.classList.contains("detailed");
  if (isOpen) below.remove();
  name.setAttribute("aria-expanded", String(!isOpen || family !== null));
  if (isOpen && family === null) return;
  const cell = element("td", { className: "detail", colSpan: line.cells.length, textContent: "正在打开……" });
  line.after(element("tr", { className: "detailed" }, cell));
  fillDetail(cell, row, family, () => fillDetail(cell, row, null)).catch(() => { cell.textContent = UNOPENED; });
}

function matches(at) {
  const row = data.rows[at];
  const heat = asked.family === null ? null : row[HEATS][asked.family];
  if (asked.only !== null && at !== asked.only) return false;
  if (asked.conclusion !== null && row[CONCLUSION] !== asked.conclusion) return false;
  if (asked.verdict !== null && heat?.[0] !== asked.verdict) return false;
  if (asked.verdict === null && asked.family !== null && !heat?.[1]) return false;
  return asked.words.every((word) => haystacks[at].includes(word) || (everything !== null && everything[at].includes(word)));
}

function drawMore(most) {
  const upTo = Math.min(matching.length, drawn + most);
  const rows = matching.slice(drawn, upTo).map((at, place) => drawnRow(at, drawn + place + 1));
  byId("heat").tBodies[0].append(...rows);
  drawn = upTo;
  const more = byId("more");
  more.hidden = drawn === matching.length;
  more.textContent = `再显示 ${Math.min(AT_ONCE, matching.length - drawn)} 份（还有 ${matching.length - drawn} 份）`;
}

function draw() {
  matching = data.rows.map((_, at) => at).filter(matches).sort(orders[asked.order]);
  byId("heat").tBodies[0].replaceChildren();
  drawn = 0;
  drawMore(AT_ONCE);
  byId("count").textContent = countText();
  for (const [list, chosen, all] of [["conclusions", asked.conclusion, data.conclusions.map((_, at) => at)], ["families", asked.family, families]]) {
    for (const [place, button] of byId(list).querySelectorAll("button").entries()) {
      button.setAttribute("aria-pressed", String(all[place] === chosen));
    }
  }
}

function countText() {
  if (asked.only !== null) return `共 ${data.rows.length} 份工作簿，只列出“${data.rows[asked.only][DEPARTMENT]}”这一份`;
  if (matching.length === data.rows.length) return `共 ${matching.length} 份工作簿`;
  const verdict = asked.verdict === null ? "" : `（“${data.families[asked.family][0]}”类${signAndWord(asked.verdict)}）`;
  return `共 ${data.rows.length} 份工作簿，符合条件${verdict}的 ${matching.length} 份`;
}

function choose(what, value) {
  Object.assign(asked, { [what]: value, only: null, verdict: null });
  byId(what).value = value ?? "";
  draw();
}

/** What was clicked in a chart, and nothing else: one workbook, opened, or all that came out so in a family. */
function pick(only, family, verdict) {
  clearTimeout(waiting);
  byId("tools").reset();
  Object.assign(asked, only === null ? { family, verdict } : { only });
  byId("family").value = asked.family ?? "";
  draw();
  if (only !== null) openFirst(only, family);
  byId("each").scrollIntoView();
}

function openFirst(at, family) {
  const line = byId("heat").tBodies[0].rows[0];
  toggle(line, line.querySelector("button.name"), data.rows[at], data.rows[at][HEATS][family]?.[1] ? family : null);
}

/** The texts of all findings, in the order of the rows; opened at the first search. */
async function openEverything() {
  const blocks = await Promise.all(Array.from(document.querySelectorAll("script[id^=block-]"), (_, number) => block(number)));
  everything = data.rows.map((row) => blocks[row[BLOCK]][row[PLACE]].found.map((each) => each.slice(2).join("\n")).join("\n").toLowerCase());
}

async function search() {
  const typed = byId("search").value.toLowerCase();
  const words = typed.split(/\s+/).filter(Boolean);
  if (words.length && everything === null) {
    try {
      await openEverything();
    } catch {
      byId("rest").textContent = `只搜了部门、文件名和没有做成的原因。${UNOPENED}`;
    }
  }
  if (typed !== byId("search").value.toLowerCase()) return; // more was typed meanwhile
  Object.assign(asked, { words, only: null });
  draw();
}

let waiting = 0;
byId("search").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 150);
});
for (const what of ["conclusion", "family"]) {
  byId(what).addEventListener("change", ({ target }) => choose(what, target.value === "" ? null : Number(target.value)));
}
byId("order").addEventListener("change", ({ target }) => choose("order", target.value));
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("tools").addEventListener("reset", () => {
  Object.assign(asked, ALL);
  draw();
});
byId("more").addEventListener("click", () => drawMore(AT_ONCE));
addEventListener("beforeprint", () => {
  fitCharts(true);
  drawMore(Math.max(0, ON_PAPER - drawn));
  byId("rest").textContent = drawn < matching.length ? `纸上列出前 ${drawn} 份，全部 ${matching.length} 份见 summary.xlsx。` : "";
});

drawTiles();
drawBars();
drawChoices();
drawWords();
draw();
if (byId("library")) openCharts(pick).catch(() => { byId("rest").textContent = `图没有画出来。${UNOPENED}`; });

"use strict";
// What the page is made of: elements whose texts are set as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const [DEPARTMENT, NAME, YEAR, AMOUNT, CONCLUSION, HEATS, PROBLEMS, LINK, BLOCK, PLACE] = Array(10).keys();
const [NOT_DONE, DISAGREE, AGREE] = ["未做成", "不符", "相符"].map((word) => data.conclusions.findIndex((each) => each[1] === word));
const byId = (id) => document.getElementById(id);
const opened = new Map(); // a promise of the findings of each block that was asked for

const families = data.families.map((_, at) => at).filter((at) => data.rows.some((row) => row[HEATS][at]));
const amounts = data.rows.map((row) => (row[AMOUNT] ? Number(row[AMOUNT].replaceAll(",", "")) : -Infinity));
const orders = {
  worst: (left, right) => left - right, // as the data comes
  amount: (left, right) => amounts[right] - amounts[left] || left - right,
  name: (left, right) => data.rows[left][DEPARTMENT].localeCompare(data.rows[right][DEPARTMENT], "zh") || left - right,
};

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function signAndWord(conclusion) {
  return data.conclusions[conclusion].slice(0, 2).join(" ");
}

/** The name of the class that a conclusion is drawn with. */
function look(conclusion) {
  return data.conclusions[conclusion][2];
}

/** The text that is packed in the element of this name. */
async function unpacked(name) {
  const packed = atob(document.getElementById(name).textContent);
  const bytes = Uint8Array.from(packed, (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

function block(number) {
  if (!opened.has(number)) opened.set(number, unpacked(`block-${number}`).then(JSON.parse));
  return opened.get(number);
}

async function details(row) {
  return (await block(row[BLOCK]))[row[PLACE]];
}

function spokenHeat([verdict, count, partly]) {
  return `${signAndWord(verdict)}${count ? ` ${count} 处` : ""}${partly ? "，有的检查没有条件做" : ""}`;
}

/** What a cell of the heat map says: the sign of the worst verdict and how many places. */
function heatText(heat) {
  if (!heat) return "—";
  const [sign, word] = data.conclusions[heat[0]];
  return `${sign} ${heat[1] || (heat[0] === AGREE ? "" : word)}`.trim();
}

function heatCell(heat, family, open) {
  const cell = element("td", { className: "heat" });
  const [, says] = data.families[family];
  if (!heat) {
    cell.append(element("span", { textContent: heatText(heat), title: `${says}：没有检查` }));
    return cell;
  }
  const [verdict, count, partly] = heat;
  cell.classList.add(look(verdict));
  if (partly) cell.classList.add("partly");
  if (verdict === DISAGREE && count < 10) cell.classList.add(count < 3 ? "few" : "some");
  const spoken = `${says}：${spokenHeat(heat)}`;
  const shown = heatText(heat);
  if (count) {
    const button = element("button", { type: "button", textContent: shown, title: spoken, onclick: () => open(family) });
    button.setAttribute("aria-label", spoken);
    cell.append(button);
  } else {
    const span = element("span", { textContent: shown, title: spoken });
    span.setAttribute("aria-label", spoken);
    span.setAttribute("role", "img");
    cell.append(span);
  }
  return cell;
}

function findingItem([verdict, , code, sheet, cell, message, hint, related, reason]) {
  const item = element("li", { className: look(verdict) });
  item.append(
    element("span", { className: `tag ${look(verdict)}`, textContent: signAndWord(verdict) }),
    element("span", { className: "place", textContent: sheet ? `${sheet}!${cell}` : "整个工作簿" }),
    element("span", { className: "code", textContent: code }),
    element("span", { className: "says", textContent: message }),
  );
  if (related) item.append(element("span", { className: "hint", textContent: `相关单元格：${related}` }));
  if (reason) item.append(element("span", { className: "hint", textContent: `核实理由：${reason}` }));
  else if (hint) item.append(element("span", { className: "hint", textContent: `怎么办：${hint}` }));
  return item;
}

function uncheckedList(unchecked) {
  const list = unchecked.map(([code, says, reason]) => element("p", { textContent: `? ${code} ${says}：${reason}` }));
  return element("details", {}, element("summary", { textContent: `没有条件做的检查 ${unchecked.length} 条` }), ...list);
}

/** All about one workbook; `family` is null, or the one whose findings are asked for. */
async function fillDetail(cell, row, family, showAll) {
  const { says, found, left, unchecked } = await details(row);
  const shown = family === null ? found : found.filter((each) => each[1] === family);
  cell.replaceChildren();
  if (row[LINK]) {
    const link = element("a", { href: data.way + row[LINK], textContent: `打开工作簿 ${decodeURIComponent(row[LINK])}` });
    cell.append(element("p", {}, link));
  }
  const minded = row[CONCLUSION] === NOT_DONE ? `${data.conclusions[NOT_DONE][0]} ` : "提醒：";
  for (const problem of row[PROBLEMS]) cell.append(element("p", { textContent: minded + problem }));
  if (says) cell.append(element("p", { textContent: says }));
  if (family !== null) {
    const button = element("button", { type: "button", className: "screen", textContent: "显示全部发现", onclick: showAll });
    cell.append(element("p", {}, `只列出“${data.families[family][0]}”类的 ${shown.length} 处　`, button));
  }
  if (!found.length && says) cell.append(element("p", { className: "empty", textContent: "没有发现问题。" }));
  cell.append(element("ol", {}, ...shown.map(findingItem)));
  if (left) cell.append(element("p", { textContent: `还有 ${left} 处，见 findings.csv。` }));
  if (unchecked.length) cell.append(uncheckedList(unchecked));
}

// The charts on the page: drawn by ECharts once the page is open; where the page does not bring it, its bars stand for themselves.

const PAPER_COLUMN = 496; // CSS pixels: half an A4 sheet across, inside its margins
const HEAT_HEAD = 28; // CSS pixels above the first row of the heat map
const CHARTS = [ // `of` is what there is to draw, nothing without it; the height is that on the screen or on paper
  { name: "family", of: families, option: familyOption, height: () => 84 + 30 * families.length, says: () => "各类检查中各种结论的工作簿（份）" },
  { name: "heat", of: families.length ? worstRows : [], option: heatOption, height: heatHeight, says: heatScope },
  { name: "amount", of: largestRows, option: amountOption, height: heatHeight, says: amountScope },
];
const drawings = []; // of each chart that there is, with its place on the page

/** Opens the library and draws; `picked` is told what was clicked: a workbook, or a family and how it came out; null what it is not. */
async function openCharts(picked) {
  const text = await unpacked("library");
  document.body.append(element("script", { textContent: text })); // runs at once: the policy knows its hash
  for (const chart of CHARTS.filter((each) => each.of.length)) addChart(chart, picked);
  byId("families").closest("figure").hidden = families.length > 0;
  document.querySelector("main").classList.add("charted");
  fitCharts(false);
  addEventListener("resize", () => fitCharts(false));
  addEventListener("afterprint", () => fitCharts(false));
}

function addChart(chart, picked) {
  const place = byId(`${chart.name}-chart`);
  const figure = place.closest("figure");
  figure.hidden = false;
  figure.querySelector(".scope").textContent = chart.says();
  const drawing = echarts.init(place, null, { renderer: "svg", locale: "ZH", width: place.clientWidth, height: chart.height(false) });
  drawing.on("click", ({ componentType, value, data: cell }) => {
    if (componentType === "yAxis" && chart.of !== families) picked(Number(value), null, null);
    else if (cell) picked(cell.at ?? null, cell.family ?? null, cell.conclusion ?? null);
  });
  drawings.push({ chart, place, drawing });
}

function heatHeight(paper) {
  return HEAT_HEAD + (paper ? 15 : 21) * worstRows.length;
}

function heatScope() {
  return `部门与检查类别，问题最多的 ${worstRows.length} 份工作簿`;
}

function amountScope() {
  const sum = (rows) => rows.reduce((total, at) => total + amounts[at], 0);
  const all = data.rows.map((_, at) => at).filter((at) => amounts[at] > 0);
  const share = all.length > MOST_ROWS ? `预算最大的 ${MOST_ROWS} 份，占合计的 ${Math.round((100 * sum(largestRows)) / sum(all))}%` : "从大到小";
  const missing = data.rows.length - all.length;
  return `预算（万元）与结论，${share}${missing ? `；另有 ${missing} 份金额不详或为零` : ""}`;
}

/** Every chart as wide as its place, on paper as a column of the sheet; at once, since a printer does not wait. */
function fitCharts(paper) {
  for (const { chart, place, drawing } of drawings) {
    const height = chart.height(paper);
    place.style.height = `${height}px`;
    const width = paper ? PAPER_COLUMN : place.clientWidth;
    drawing.resize({ width, height });
    drawing.setOption(chart.option(width), { notMerge: true });
    drawing.getZr().flush();
  }
}

// What each chart shows, as options for ECharts. Texts of workbooks are drawn as text: no formatter here gives markup.

const MOST_ROWS = 40; // workbooks in a chart: the worst, or the largest; all of them are in the table
const NARROW = 420; // CSS pixels: a chart on a telephone
const HATCH = "rgba(31, 35, 40, .25)"; // over a colour, so that what is alike in grey or to the colour-blind differs
const FILLS = {
  disagree: ["red"],
  undone: ["paper", { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 }],
  unchecked: ["grey", { symbol: "circle", dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0], symbolSize: 0.5 }],
  remark: ["blue", { dashArrayX: [1, 0], dashArrayY: [1, 7], rotation: Math.PI / 4 }],
  tail: ["yellow", { dashArrayX: [1, 0], dashArrayY: [1, 6] }],
  accepted: ["green", { dashArrayX: [1, 6], dashArrayY: [1, 0] }],
  agree: ["paper"],
};
const HEATS_BY_LEVEL = [
  ["none", "ground"], ["agree", "paper"], ["accepted", "green"], ["tail", "yellow"], ["remark", "blue"], ["unchecked", "grey"],
  ["few", "red-1"], ["some", "red-2"], ["disagree", "red"],
];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const oneLine = (text) => text.replace(/\s+/g, " ");
const fileOf = (row) => oneLine(row[NAME] === row[DEPARTMENT] ? row[NAME] : `${row[DEPARTMENT]}（${row[NAME]}）`);
const wan = (value) => value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const worstRows = data.rows.slice(0, MOST_ROWS).map((_, at) => at);
const largestRows = data.rows.map((_, at) => at).filter((at) => amounts[at] > 0).sort(orders.amount).slice(0, MOST_ROWS);

function fill(conclusion) {
  const [name, hatch] = FILLS[look(conclusion)];
  const decal = hatch ? { symbol: "rect", color: HATCH, ...hatch } : { symbol: "none" };
  return { color: colour(name), decal, borderColor: colour("muted"), borderWidth: 0.5 };
}

/** What all charts have in common: `says` is read aloud in place of the picture, `tip` gives the lines of the box at the mouse. */
function chartOption(says, tip, more) {
  return {
    animation: false,
    aria: { enabled: true, label: { description: says } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
    tooltip: {
      renderMode: "richText", // drawn like the chart: nothing becomes markup, no style gets into the page
      confine: true, formatter: tip, borderColor: colour("line"), textStyle: { color: colour("ink"), fontSize: 13 },
    },
    ...more,
  };
}

/** How many workbooks came out how in each family. */
function familyCounts() {
  return families.map((family) => data.conclusions.map((_, at) => data.rows.filter((row) => row[HEATS][family]?.[0] === at).length));
}

function familyOption(width) {
  const counts = familyCounts();
  const names = families.map((at) => data.families[at][0]);
  const seen = data.conclusions.map((_, at) => at).filter((at) => counts.some((each) => each[at]));
  const most = Math.max(...counts.map((each) => each.reduce((sum, count) => sum + count, 0)));
  const spoken = names.map((name, place) => `${name}：${seen.map((at) => `${signAndWord(at)} ${counts[place][at]} 份`).join("，")}`);
  const tip = ({ dataIndex, seriesIndex, value }) =>
    `${names[dataIndex]}：${data.families[families[dataIndex]][1]}\n${signAndWord(seen[seriesIndex])} ${value} 份工作簿`;
  return chartOption(spoken.join("；"), tip, {
    legend: { bottom: 0, selectedMode: false, itemWidth: 20, itemHeight: 12, itemGap: 12, textStyle: { color: colour("ink") } },
    grid: { left: 46, right: 18, top: 4, bottom: seen.length > 5 || width < NARROW ? 74 : 54 },
    xAxis: {
      type: "value", minInterval: 1, axisLabel: { color: colour("muted"), hideOverlap: true },
      splitLine: { lineStyle: { color: colour("line") } },
    },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLabel: { color: colour("ink"), fontSize: 13 } },
    series: seen.map((at) => ({
      type: "bar", stack: "all", name: signAndWord(at), barWidth: "70%", itemStyle: fill(at),
      data: counts.map((each, place) => ({ value: each[at], family: families[place], conclusion: at })),
      label: {
        show: true, color: colour("ink"), fontSize: 12,
        formatter: ({ value }) => (value > most / 12 ? `${data.conclusions[at][0]} ${value}` : ""),
      },
    })),
  });
}

/** The axis that names workbooks: each with the sign of its conclusion, cut where there is no room. */
function namesAxis(rows, width) {
  const name = (at) => `${data.conclusions[data.rows[at][CONCLUSION]][0]} ${oneLine(data.rows[at][DEPARTMENT])}`;
  const room = Math.min(width * 0.34, 12 * Math.max(...rows.map((at) => name(at).length)) + 4);
  const axis = {
    type: "category", inverse: true, data: rows.map(String), triggerEvent: true, axisTick: { show: false }, axisLine: { show: false },
    axisLabel: { color: colour("ink"), fontSize: 12, interval: 0, width: room, overflow: "truncate", formatter: (at) => name(Number(at)) },
  };
  return { room: room + 10, axis };
}

function amountOption(width) {
  const { room, axis } = namesAxis(largestRows, width);
  const tip = ({ data: { at, value } }) => `${fileOf(data.rows[at])}\n${signAndWord(data.rows[at][CONCLUSION])}　${wan(value)} 万元`;
  return chartOption(`预算最大的 ${largestRows.length} 份工作簿，金额和结论与下面的表相同`, tip, {
    grid: { left: room, right: 96, top: 4, bottom: 1 },
    xAxis: { type: "value", show: false },
    yAxis: axis,
    series: [{
      type: "bar", barWidth: "72%", barMinHeight: 1,
      data: largestRows.map((at) => ({ value: amounts[at], at, itemStyle: fill(data.rows[at][CONCLUSION]) })),
      label: { show: true, position: "right", color: colour("ink"), fontSize: 12, formatter: ({ value }) => wan(value) },
    }],
  });
}

function heatLevel(heat) {
  if (!heat) return 0; // none
  const [verdict, count] = heat;
  const name = verdict === DISAGREE && count < 10 ? (count < 3 ? "few" : "some") : look(verdict);
  return HEATS_BY_LEVEL.findIndex((each) => each[0] === name);
}

function heatCells() {
  return worstRows.flatMap((at) => families.map((family, place) => {
    const heat = data.rows[at][HEATS][family];
    return { value: [place, at, heatLevel(heat)], at, family, heat };
  }));
}

function heatOption(width) {
  const { room, axis } = namesAxis(worstRows, width);
  const tip = ({ data: { at, family, heat } }) =>
    `${fileOf(data.rows[at])}\n${data.families[family][0]}：${heat ? spokenHeat(heat) : "没有检查"}`;
  return chartOption(`问题最多的 ${worstRows.length} 份工作簿，内容与下面的表相同`, tip, {
    grid: { left: room, right: 1, top: 26, bottom: 1 },
    xAxis: {
      type: "category", position: "top", data: families.map((at) => data.families[at][0]),
      axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour("ink"), fontSize: 13, interval: 0 },
    },
    yAxis: axis,
    visualMap: {
      type: "piecewise", show: false, dimension: 2, pieces: HEATS_BY_LEVEL.map(([, name], value) => ({ value, color: colour(name) })),
    },
    series: [{
      type: "heatmap", data: heatCells(), itemStyle: { borderColor: colour("line"), borderWidth: 1 },
      label: { show: true, color: colour("ink"), fontSize: 12, formatter: ({ data: { heat } }) => heatText(heat) },
      emphasis: { itemStyle: { borderColor: colour("accent"), borderWidth: 2 } },
    }],
  });
}

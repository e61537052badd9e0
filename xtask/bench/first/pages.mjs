// Pages that show one funnel and nothing else, as their authors write them.

/** Where the picture is. */
const STYLE = "body { margin: 0 } #picture { display: block; width: 1280px; height: 720px }";

/**
 * In the page: notes, as ms since the navigation began, when the frame with the picture has been painted, and what was loaded until then.
 */
function seen() {
  // A task after the animation frame: by then it has been painted.
  requestAnimationFrame(() => setTimeout(() => {
    const at = performance.now();
    const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const bytes = loaded.reduce((sum, { responseEnd, encodedBodySize }) => sum + (responseEnd <= at ? encodedBodySize : 0), 0);
    globalThis.first = { at, bytes };
  }));
}

const page = body => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A funnel</title><link rel="icon" href="data:,">
<style>${STYLE}</style><script>${seen}</script>
${body}
</html>`;

const rivers = (module, text) => page(`<script>addEventListener("rivers-ready", seen)</script>
<script type="module" src="${module}"></script>
<city-rivers id="picture"><script type="application/json">${text}</script></city-rivers>`);

const echarts = (script, option) => page(`<div id="picture"></div><script src="${script}"></script>
<script>
const chart = echarts.init(document.querySelector("#picture"));
chart.on("finished", () => { chart.off("finished"); seen(); });
chart.setOption(${JSON.stringify(option)});
</script>`);

/**
 * What is compared: titles, and pages by name.
 * @param {string} text a document
 * @param {object} option the same flows for ECharts
 * @param {string} alone where ECharts with the Sankey alone is
 */
export function pages(text, option, alone) {
  return [
    { title: "city-rivers/url/element", name: "url", html: rivers("package/element.js", text) },
    { title: "city-rivers/element", name: "inline", html: rivers("inline/element.js", text) },
    { title: "ECharts, full build", name: "echarts", html: echarts("bench/node_modules/echarts/dist/echarts.min.js", option) },
    { title: "ECharts, Sankey alone", name: "sankey", html: echarts(alone, option) },
  ];
}

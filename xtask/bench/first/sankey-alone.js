// ECharts with what a static Sankey needs, as its users bundle it.
import { SankeyChart } from "echarts/charts";
import { TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([SankeyChart, TitleComponent, CanvasRenderer]);
globalThis.echarts = { init };

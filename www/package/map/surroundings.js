// What a canvas stands in: its size and density, the page's colours, and whether anybody looks.

/** Custom properties that colour the map, after `--rivers-`. */
const COLORS = ["warm", "cold", "undecided", "land", "street", "ink", "focus"];

export class Surroundings {
  #host;
  #off = new AbortController();
  #sizes;
  #views;
  #styles;
  #queries;
  #onScreen = true;
  /** How often fonts have come. */
  #fonts = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} changed called when anything below has, or may have, changed
   */
  constructor(canvas, changed) {
    const root = canvas.getRootNode();
    /** @type {Element} */
    this.#host = root instanceof ShadowRoot ? root.host : canvas;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    /** Device pixels for one CSS pixel. */
    this.ratio = devicePixelRatio;
    const { signal } = this.#off;
    const query = (/** @type {string} */ text) => {
      const list = matchMedia(text);
      list.addEventListener("change", changed, { signal });
      return list;
    };
    this.#queries = {
      dark: query("(prefers-color-scheme: dark)"),
      contrast: query("(prefers-contrast: more)"),
      forced: query("(forced-colors: active)"),
      calm: query("(prefers-reduced-motion: reduce)"),
      print: query("print"),
    };
    this.#followDensity(changed);
    this.#sizes = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      // Whole device pixels, where the browser tells how many there are; an emulated density it leaves out.
      const exact = entry.devicePixelContentBoxSize?.[0].inlineSize ?? 0;
      const ratio = width && Math.abs(exact - width * devicePixelRatio) < 2 ? exact / width : devicePixelRatio;
      Object.assign(this, { width, height, ratio });
      changed();
    });
    this.#sizes.observe(canvas);
    this.#views = new IntersectionObserver(entries => {
      this.#onScreen = entries.some(entry => entry.isIntersecting);
      changed();
    });
    this.#views.observe(canvas);
    document.addEventListener("visibilitychange", changed, { signal });
    // A font of the page's own may come late: all texts are measured again.
    document.fonts.addEventListener("loadingdone", () => {
      this.#fonts += 1;
      changed();
    }, { signal });
    // A page changes its theme by a class or an attribute, nearly always here.
    this.#styles = new MutationObserver(changed);
    for (const node of new Set([document.documentElement, document.body, this.#host])) {
      this.#styles.observe(node, { attributes: true, attributeFilter: ["class", "style", "lang", "data-theme"] });
    }
  }

  /** @param {() => void} changed */
  #followDensity(changed) {
    const { signal } = this.#off;
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
      this.ratio = devicePixelRatio;
      this.#followDensity(changed);
      changed();
    }, { once: true, signal });
  }

  /** Whether anybody can see the canvas. */
  get seen() {
    return this.#onScreen && !document.hidden;
  }

  /** Whether it is being printed. */
  get prints() {
    return this.#queries.print.matches;
  }

  /** Whether the person asked for less motion. */
  get calm() {
    return this.#queries.calm.matches;
  }

  /** The page's language. */
  get locale() {
    return /** @type {HTMLElement | null} */ (this.#host.closest("[lang]"))?.lang || navigator.language;
  }

  /**
   * The theme that a choice means here.
   * @param {"auto" | "light" | "dark" | "contrast"} choice
   */
  theme(choice) {
    const { dark, contrast, forced } = this.#queries;
    // Colours that are forced on black are no place for the contrast theme, which is a light one.
    const strong = forced.matches ? !dark.matches : contrast.matches;
    if (choice === "contrast" || (choice === "auto" && strong)) return "contrast";
    if (this.prints) return "light";
    if (choice !== "auto") return choice;
    const [one, other] = getComputedStyle(this.#host).colorScheme.split(" ").filter(word => word !== "only");
    const own = other ? undefined : one;
    return own === "dark" || (own !== "light" && dark.matches) ? "dark" : "light";
  }

  /** The page's own colours, as 0xRRGGBB, its font, and how often fonts have come. */
  get style() {
    const style = getComputedStyle(this.#host);
    const read = (/** @type {string} */ name) => style.getPropertyValue(`--rivers-${name}`).trim();
    const colors = COLORS.map(name => [name, rgb(read(name))]).filter(([, color]) => color !== undefined);
    const font = read("font");
    return { colors: Object.fromEntries(colors), font, fonts: font ? this.#fonts : 0 };
  }

  dispose() {
    this.#off.abort();
    for (const observer of [this.#sizes, this.#views, this.#styles]) observer.disconnect();
  }
}

/** One pixel to paint on. */
const brush = () => /** @type {OffscreenCanvasRenderingContext2D} */ (
  new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
);
/** @type {OffscreenCanvasRenderingContext2D | undefined} */
let pen;
/** @type {Map<string, number | undefined>} */
const known = new Map();

/**
 * Any CSS colour as 0xRRGGBB, by painting with it.
 * @param {string} text
 */
function rgb(text) {
  if (!known.has(text)) {
    let color;
    if (text && CSS.supports("color", text)) {
      pen ??= brush();
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
      color = (red << 16) | (green << 8) | blue;
    }
    known.set(text, color);
  }
  return known.get(text);
}

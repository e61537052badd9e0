// Shapes of what comes back from the package. Types only.
export {};

/** @typedef {import("./engine.js").Problem} Problem */

/**
 * A solved document; counts are clients per period.
 * @typedef {object} Solved
 * @property {Record<string, { inflow: number, outflow: number, unaccounted: number, temperature: number, moved?: number }>} nodes by id
 * @property {Record<string, { clients: number, share: number, mood?: "red" | "blue", temperature: number, moved?: number }>} streams by id
 * @property {Totals} totals
 * @property {Problem[]} diagnostics what does not add up
 */

/**
 * @typedef {object} Totals
 * @property {number} springs all that springs put in
 * @property {number} buyers
 * @property {number} revenue
 * @property {number} becomeRegulars
 * @property {number} returning
 * @property {{ kt1: number, kt2: number, kt3: number, regulars: number, other: number }} lost
 * @property {number} underway
 * @property {number} resting
 * @property {number} cost of the levers that are on
 */

/**
 * A set of levers.
 * @typedef {object} Plan
 * @property {string[]} levers ids, in the document's order
 * @property {number} cost what they cost together
 * @property {number} revenue per period, with just these levers on
 * @property {boolean} exact whether no other set is better: true where at most 20 levers cost no more than the budget each; else a good set
 *   was looked for
 */

/**
 * A place or a stream of the map, with its figures. Counts are clients per period.
 * @typedef {object} Item
 * @property {"node" | "stream" | "street"} type a street is what several streams carry along one street
 * @property {string} id
 * @property {string} label
 * @property {string} text its figures in words
 * @property {number} x of its middle, CSS px from the canvas's left edge
 * @property {number} y CSS px from the top edge
 * @property {number} radius of its mark, CSS px
 * @property {number} temperature -1 to 1
 * @property {number} clients what flows in, or along it
 * @property {string} [kind] of a node
 * @property {number} [kt] of a critical point: 1, 2 or 3
 * @property {number} [red] what leaves a node warm
 * @property {number} [blue] what leaves a node cold
 * @property {number} [unaccounted] of a node
 * @property {string[]} [onward] of a node: ids of the places that its streams reach, the largest stream first
 * @property {string[]} [back] of a node: ids of the places that they come from, the largest stream first
 * @property {string[]} [row] of a node: its kind in words and its figures, as the columns of {@link Contents} say
 * @property {string} [from] id of the node that a stream leaves
 * @property {string} [to] id of the node that a stream reaches
 * @property {"red" | "blue"} [mood] of a stream or a street
 * @property {string} [toward] of a street: whither its water runs, in words
 * @property {number} [streams] of a street: how many streams it carries
 * @property {number} [share] of a stream, of what flows into `from`
 */

/**
 * A place on the canvas: an item of the type `node`.
 * @typedef {Item & { onward: string[], back: string[], row: string[] }} Spot
 */

/**
 * A step of the story.
 * @typedef {object} Step
 * @property {string} title
 * @property {string} text
 * @property {string[]} focus ids of what is looked at
 */

/**
 * What is on the canvas, in words.
 * @typedef {object} Contents
 * @property {string} title
 * @property {string} sentence
 * @property {string} locale
 * @property {string} legend what widths, colours and drops mean
 * @property {number} paper colour of plates over the map, 0xRRGGBB
 * @property {number} ink colour of text, 0xRRGGBB
 * @property {number} focus colour of outlines, 0xRRGGBB
 * @property {string[]} columns heads of a table of the spots: their labels, then their rows
 * @property {Spot[]} spots
 * @property {Step[]} steps
 */

// Shapes of what comes back from the package. Types only.
export {};

/** @typedef {import("./problems.js").Problem} Problem */
/** @typedef {import("../document.js").FlowDocument} FlowDocument */

/**
 * A flow document: an object, JSON text, or its bytes.
 * @typedef {FlowDocument | string | ArrayBuffer | ArrayBufferView} Source
 */

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
 * Something that happened with a client.
 * @typedef {object} Happening
 * @property {string} at ISO 8601, as the document says it
 * @property {"first" | "red" | "blue" | "other"} mark a first contact, what was decided at a KT, or what changed no count
 * @property {string} text what it was, in words
 * @property {number} temperature the client's from there on, -1 to 1
 */

/**
 * A place or a stream of the map, or a client, with its figures. Counts are clients per period.
 * @typedef {object} Item
 * @property {"node" | "stream" | "street" | "client"} type a street is what several streams carry along one street; a client is one of a document's
 *   journeys
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
 * @property {"lost" | "regular" | "underway"} [state] of a client: where it is at last
 * @property {string} [value] of a client: what it bought for in all, in words
 * @property {string} [last] of a client: when it was seen last, ISO 8601
 * @property {{ company?: number, staff?: number, product?: number }} [sides] of a client: its last temperatures by side, -1 to 1
 * @property {Happening[]} [events] of a client, in order of time
 */

/**
 * A place on the canvas: an item of the type `node`.
 * @typedef {Item & { onward: string[], back: string[], row: string[] }} Spot
 */

/**
 * How many times larger a city is shown than where all of its water is seen, null where there is nothing to look around in; and
 * whether it is known to be shown as large (`in`) or as small (`out`) as it can be.
 * @typedef {{ zoom: number | null, zoomLimit: "in" | "out" | null }} Sight
 */

/**
 * A step of the story.
 * @typedef {object} Step
 * @property {string} title
 * @property {string} text
 * @property {string[]} focus ids of what is looked at
 * @property {string[]} [levers] ids of the levers that are on; without them they stay as they are
 * @property {number} [frame] index of the frame that is shown; without it that stays
 * @property {"city" | "time"} [view] how the water is shown; without it that stays
 */

/**
 * A frame of the document.
 * @typedef {object} FrameName
 * @property {string} [at] its date
 * @property {string} [label]
 */

/**
 * What a frame brings: its revenue, and what leaves KT1, KT2 and KT3 red and blue; null where there is no steady state.
 * @typedef {object} FrameState
 * @property {number} revenue
 * @property {[red: number, blue: number][]} kts
 */

/**
 * A frame without levers, and with those that are on.
 * @typedef {FrameName & { base: FrameState | null, now: FrameState | null }} FrameFigures
 */

/**
 * What a `change` tells.
 * @typedef {object} Change
 * @property {Totals} totals
 * @property {readonly import("../document.js").Lever[]} levers
 * @property {number | null} frame
 */

/**
 * What can be taken hold of on the canvas, CSS px and radians: dams (number of the lever; middle and half breadth of the old stream, a
 * unit vector to its right bank, half the wall's length), and the rings of KTs (parts that are red and blue, where the two part beside their
 * water and upstream); and canals that could be dug (number of the lever; x and y of some points by turns).
 * @typedef {object} Handles
 * @property {readonly { lever: number, x: number, y: number, half: number, dx: number, dy: number, reach: number }[]} dams
 * @property {readonly { at: string, x: number, y: number, radius: number, thick: number, red: number, blue: number, crotch: number, border: number,
 *   mirrored: boolean }[]} rings
 * @property {readonly { lever: number, points: readonly number[] }[]} canals
 */

/**
 * The calendar that the single clients of journeys are played over, again and again.
 * @typedef {object} Calendar
 * @property {string} from when it begins, a date-time
 * @property {string} to when it ends
 * @property {number} seconds how long it is played at speed 1
 */

/**
 * What is on the canvas, in words.
 * @typedef {object} Contents
 * @property {string} title
 * @property {string} sentence
 * @property {string} locale
 * @property {string} legend what widths, colours and drops mean
 * @property {string} [currency] of all money, ISO 4217
 * @property {import("../document.js").Period} period what every count is per
 * @property {"city" | "time"} view how the water is shown
 * @property {number} paper colour of plates over the map, 0xRRGGBB, as all colours
 * @property {number} ink colour of text
 * @property {number} muted colour of text of less weight
 * @property {number} focus colour of outlines
 * @property {number} land colour of the land
 * @property {number} coast colour of rules
 * @property {number} casing colour of rims on ink
 * @property {boolean} priced whether any till says what a client pays; without, levers bring buyers
 * @property {Handles} handles what can be taken hold of
 * @property {number} warm colour of figures in red
 * @property {number} cold colour of figures in blue
 * @property {{ x: number, y: number, width: number, height: number } | null} column where the figures beside the map stand, CSS px
 * @property {Totals} totals
 * @property {import("../document.js").Lever[]} levers as they are now
 * @property {FrameName[]} frames
 * @property {number | null} frame index of the one that is shown; null for the base
 * @property {Calendar | null} calendar what the single clients are played over; null where other water is shown
 * @property {string[]} columns heads of a table of the spots: their labels, then their rows
 * @property {Spot[]} spots
 * @property {Step[]} steps
 */

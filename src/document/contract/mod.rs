//! The contract: every field that a flow document may have. The one place where they are declared.

#[macro_use]
mod declare;
mod around;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod describe;
mod fields;
pub(crate) mod plain;
pub(crate) mod shape;
pub(crate) mod units;

pub use self::around::{
    Balance, CANAL, CITY, Coordinates, DAM, Every, FRAME, JOURNEY_EVENT, JOURNEY_STAGE, JOURNEYS, LEVER, NODE_CHANGE,
    STORY_STEP, STREAM_CHANGE, View, WARM,
};
use self::{
    shape::{Rule, Shape},
    units::{CLIENTS, CURRENCY, DAYS, EXPONENT, ID, KT, LOCALE, MONEY, SHARE, TEXT, WEIGHT},
};

words! {
    /// Warm or cold water; before KT1 a client is undecided and a stream has no mood.
    pub enum Mood {
        /// Warm: coming to us.
        Red = "red",
        /// Cold: leaving us.
        Blue = "blue",
    }
}

words! {
    /// What a node is.
    pub enum Kind {
        /// Where clients come from.
        Spring = "spring",
        /// Where streams run together.
        Confluence = "confluence",
        /// Where water divides; KT1, KT2 and KT3 are forks.
        Fork = "fork",
        /// Where clients become money.
        Till = "till",
        /// The pool of regular clients.
        Regulars = "regulars",
        /// A rival: an end.
        Competitor = "competitor",
        /// Simply lost: an end.
        Sea = "sea",
    }
}

words! {
    /// What every count of the document is per.
    pub enum Period default Total {
        /// Per hour.
        Hour = "hour",
        /// Per day.
        Day = "day",
        /// Per week.
        Week = "week",
        /// Per month.
        Month = "month",
        /// Per quarter.
        Quarter = "quarter",
        /// Per year.
        Year = "year",
        /// All there is: no period.
        Total = "total",
    }
}

record! {
    /// A flow document: clients and the ways they take, in exactly one of `funnel`, `network` and `journeys`.
    pub DOCUMENT = "FlowDocument" {
        /// Version of this format: 1.
        "cityRivers": Shape::Version, required;
        /// Shown over the map; default none.
        "title": TEXT;
        /// What every count is per; default `total`.
        "period": Period::SHAPE;
        /// Currency of all money, ISO 4217; default none.
        "currency": CURRENCY;
        /// Language and region of figures, BCP 47; default the page's.
        "locale": LOCALE;
        /// The view shown first; default `city`.
        "view": View::SHAPE;
        /// The short form: one shop.
        "funnel": Shape::Record(&FUNNEL);
        /// The full form: any nodes and streams.
        "network": Shape::Record(&NETWORK);
        /// Dated events of single clients.
        "journeys": Shape::Record(&JOURNEYS);
        /// What to do about counts that do not add up; default: show it.
        "balance": Balance::SHAPE;
        /// The city; default one generated from the title.
        "city": Shape::Record(&CITY);
        /// What a manager can do.
        "levers": Shape::List(&Shape::Record(&LEVER));
        /// Later or other states of the same network.
        "frames": Shape::List(&Shape::Record(&FRAME));
        /// The steps of a talk.
        "story": Shape::List(&Shape::Record(&STORY_STEP));
        /// The host's own; ignored.
        "meta": Shape::Anything;
    } rules [Rule::ExactlyOne(&["funnel", "network", "journeys"])]
}

record! {
    /// Nodes and the streams between them.
    pub NETWORK = "FlowNetwork" {
        /// The nodes; at least one.
        "nodes": Shape::List(&Shape::Record(&NODE)), required;
        /// The streams.
        "streams": Shape::List(&Shape::Record(&STREAM)), required;
    } rules []
}

record! {
    /// A place of the network.
    pub NODE = "FlowNode" {
        /// Unique among the nodes.
        "id": ID, required;
        /// What it is.
        "kind": Kind::SHAPE, required;
        /// What it is called on the map; default its id.
        "label": TEXT;
        /// Springs: clients that enter here per period; default as many as its measured streams carry.
        "clients": CLIENTS;
        /// Springs: temperature of the water; default 0.
        "temperature": Shape::Temperature;
        /// Springs: how far `clients` is trusted when counts are reconciled; default 1.
        "confidence": WEIGHT;
        /// Forks: which critical point it is.
        "kt": KT;
        /// KT1 forks: shares by Huff's law.
        "huff": Shape::Record(&HUFF);
        /// Tills: money per client.
        "revenuePerClient": MONEY;
        /// Clients that are still here and have not gone on; default 0.
        "underway": CLIENTS;
        /// Pull on clients, for `huff`; default 1.
        "attraction": WEIGHT;
        /// Its place in the city; default where the layout finds it right.
        "at": Shape::Place;
    } rules [
        Rule::OnlyOf("clients", Kind::Spring),
        Rule::OnlyOf("temperature", Kind::Spring),
        Rule::OnlyOf("confidence", Kind::Spring),
        Rule::OnlyOf("kt", Kind::Fork),
        Rule::OnlyOf("huff", Kind::Fork),
        Rule::OnlyOf("revenuePerClient", Kind::Till),
    ]
}

record! {
    /// Huff's law: attraction^alpha / distance^beta.
    pub HUFF = "Huff" {
        /// Exponent of the attraction; default 1.
        "alpha": EXPONENT;
        /// Exponent of the distance; default 2.
        "beta": EXPONENT;
    } rules []
}

record! {
    /// Clients moving from one node to the next; with neither `share` nor `clients`, an equal part of what the others leave.
    pub STREAM = "FlowStream" {
        /// Id of the node that it leaves.
        "from": ID, required;
        /// Id of the node that it reaches.
        "to": ID, required;
        /// Unique among the streams; default `from>to`.
        "id": ID;
        /// What it is called on the map.
        "label": TEXT;
        /// Warm or cold; default neither.
        "mood": Mood::SHAPE;
        /// Default by mood, or its node's.
        "temperature": Shape::Temperature;
        /// Median days that a client takes along it, for the time view.
        "days": DAYS;
        /// The fraction of `from`'s inflow that it takes.
        "share": SHARE;
        /// A measured count per period.
        "clients": CLIENTS;
        /// How far `clients` is trusted when counts are reconciled; default 1.
        "confidence": WEIGHT;
    } rules [Rule::AtMostOne(&["share", "clients"])]
}

record! {
    /// One shop: springs, KT1, KT2, the till, KT3, the regulars.
    pub FUNNEL = "Funnel" {
        /// Where clients come from; at least one.
        "springs": Shape::List(&Shape::Record(&FUNNEL_SPRING)), required;
        /// Which shop do I go to?
        "kt1": Shape::Record(&FUNNEL_KT), required;
        /// Do I buy?
        "kt2": Shape::Record(&FUNNEL_KT), required;
        /// Was it what I expected? Without it the funnel ends at the till.
        "kt3": Shape::Record(&FUNNEL_KT);
        /// Those who come again; without it the regulars keep their water. Needs `kt3`.
        "regulars": Shape::Record(&FUNNEL_REGULARS);
        /// Money per client at the till.
        "revenuePerClient": MONEY;
        /// Where KT1's blue water goes; default the sea.
        "competitors": Shape::List(&Shape::Record(&FUNNEL_COMPETITOR));
    } rules []
}

record! {
    /// A spring of a funnel.
    pub FUNNEL_SPRING = "FunnelSpring" {
        /// What it is called on the map.
        "label": TEXT;
        /// Clients per period.
        "clients": CLIENTS, required;
        /// Temperature of the water; default 0.
        "temperature": Shape::Temperature;
    } rules []
}

record! {
    /// A critical point of a funnel: how many go on red. All others leave blue.
    pub FUNNEL_KT = "FunnelKt" {
        /// A measured count per period.
        "red": CLIENTS;
        /// The fraction of those who come here.
        "redShare": SHARE;
        /// Temperature of the red water; default 0.7.
        "redTemperature": Shape::Temperature;
        /// Temperature of the blue water; default -0.7.
        "blueTemperature": Shape::Temperature;
    } rules [Rule::ExactlyOne(&["red", "redShare"])]
}

record! {
    /// The regulars of a funnel.
    pub FUNNEL_REGULARS = "FunnelRegulars" {
        /// How many come again per period; all others leave blue.
        "returning": CLIENTS, required;
    } rules []
}

record! {
    /// A competitor of a funnel.
    pub FUNNEL_COMPETITOR = "FunnelCompetitor" {
        /// What it is called on the map.
        "label": TEXT;
        /// Its fraction of KT1's blue water; default an equal part of what the others leave.
        "share": SHARE;
    } rules []
}

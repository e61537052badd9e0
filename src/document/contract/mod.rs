//! The contract: every field that a flow document may have. The one place where they are declared.

mod around;

pub use self::around::{
    Balance, Canal, City, Coordinates, Dam, FlowFrame, FlowNodeChange, FlowStreamChange, JourneyEvent, JourneyStage,
    Journeys, Lever, StoryStep, View, Warm,
};
use super::{
    reader::Rule,
    units::{
        Anything, Clients, Currency, Days, Exponent, Id, Kt, Locale, Money, Position, Share, Temperature, Version,
        Weight,
    },
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
    pub struct FlowDocument {
        /// Version of this format: 1.
        "cityRivers" => version: Version, required;
        /// Shown over the map; default none.
        "title" => title: String;
        /// What every count is per; default `total`.
        "period" => period: Period;
        /// Currency of all money, ISO 4217; default none.
        "currency" => currency: Currency;
        /// Language and region of figures, BCP 47; default the page's.
        "locale" => locale: Locale;
        /// The view shown first; default `city`.
        "view" => view: View;
        /// The short form: one shop.
        "funnel" => funnel: Funnel;
        /// The full form: any nodes and streams.
        "network" => network: FlowNetwork;
        /// Dated events of single clients.
        "journeys" => journeys: Journeys;
        /// What to do about counts that do not add up; default: show it.
        "balance" => balance: Balance;
        /// The city; default one generated from the title.
        "city" => city: City;
        /// What a manager can do.
        "levers" => levers: Vec<Lever>;
        /// Later or other states of the same network.
        "frames" => frames: Vec<FlowFrame>;
        /// The steps of a talk.
        "story" => story: Vec<StoryStep>;
        /// The host's own; ignored.
        "meta" => meta: Anything;
    } rules [Rule::ExactlyOne(&["funnel", "network", "journeys"])]
}

record! {
    /// Nodes and the streams between them.
    pub struct FlowNetwork {
        /// The nodes; at least one.
        "nodes" => nodes: Vec<FlowNode>, required;
        /// The streams.
        "streams" => streams: Vec<FlowStream>, required;
    } rules []
}

const fn only(field: &'static str, word: &'static str) -> Rule {
    Rule::OnlyWith { field, key: "kind", word, words: Kind::WORDS }
}

record! {
    /// A place of the network.
    pub struct FlowNode {
        /// Unique among the nodes.
        "id" => id: Id, required;
        /// What it is.
        "kind" => kind: Kind, required;
        /// What it is called on the map; default its id.
        "label" => label: String;
        /// Springs: clients that enter here per period; default as many as its measured streams carry.
        "clients" => clients: Clients;
        /// Springs: temperature of the water; default 0.
        "temperature" => temperature: Temperature;
        /// Springs: how far `clients` is trusted when counts are reconciled; default 1.
        "confidence" => confidence: Weight;
        /// Forks: which critical point it is.
        "kt" => kt: Kt;
        /// KT1 forks: shares by Huff's law.
        "huff" => huff: Huff;
        /// Tills: money per client.
        "revenuePerClient" => revenue_per_client: Money;
        /// Clients that are still here and have not gone on; default 0.
        "underway" => underway: Clients;
        /// Pull on clients, for `huff`.
        "attraction" => attraction: Weight;
        /// Its place in the city; default where the layout finds it right.
        "at" => at: Position;
    } rules [
        only("clients", "spring"),
        only("temperature", "spring"),
        only("confidence", "spring"),
        only("kt", "fork"),
        only("huff", "fork"),
        only("revenuePerClient", "till"),
    ]
}

record! {
    /// Huff's law: attraction^alpha / distance^beta.
    pub struct Huff {
        /// Exponent of the attraction; default 1.
        "alpha" => alpha: Exponent;
        /// Exponent of the distance; default 2.
        "beta" => beta: Exponent;
    } rules []
}

record! {
    /// Clients moving from one node to the next; with neither `share` nor `clients`, an equal part of what the others leave.
    pub struct FlowStream {
        /// Id of the node that it leaves.
        "from" => from: Id, required;
        /// Id of the node that it reaches.
        "to" => to: Id, required;
        /// Unique among the streams; default `from>to`.
        "id" => id: Id;
        /// What it is called on the map.
        "label" => label: String;
        /// Warm or cold; default neither.
        "mood" => mood: Mood;
        /// Default by mood, or its node's.
        "temperature" => temperature: Temperature;
        /// Median days that a client takes along it, for the time view.
        "days" => days: Days;
        /// The fraction of `from`'s inflow that it takes.
        "share" => share: Share;
        /// A measured count per period.
        "clients" => clients: Clients;
        /// How far `clients` is trusted when counts are reconciled; default 1.
        "confidence" => confidence: Weight;
    } rules [Rule::AtMostOne(&["share", "clients"])]
}

record! {
    /// One shop: springs, KT1, KT2, the till, KT3, the regulars.
    pub struct Funnel {
        /// Where clients come from; at least one.
        "springs" => springs: Vec<FunnelSpring>, required;
        /// Which shop do I go to?
        "kt1" => kt1: FunnelKt, required;
        /// Do I buy?
        "kt2" => kt2: FunnelKt, required;
        /// Was it what I expected? Without it the funnel ends at the till.
        "kt3" => kt3: FunnelKt;
        /// Those who come again; without it the regulars keep their water. Needs `kt3`.
        "regulars" => regulars: FunnelRegulars;
        /// Money per client at the till.
        "revenuePerClient" => revenue_per_client: Money;
        /// Where KT1's blue water goes; default the sea.
        "competitors" => competitors: Vec<FunnelCompetitor>;
    } rules []
}

record! {
    /// A spring of a funnel.
    pub struct FunnelSpring {
        /// What it is called on the map.
        "label" => label: String;
        /// Clients per period.
        "clients" => clients: Clients, required;
        /// Temperature of the water; default 0.
        "temperature" => temperature: Temperature;
    } rules []
}

record! {
    /// A critical point of a funnel: how many go on red. All others leave blue.
    pub struct FunnelKt {
        /// A measured count per period.
        "red" => red: Clients;
        /// The fraction of those who come here.
        "redShare" => red_share: Share;
        /// Temperature of the red water; default 0.7.
        "redTemperature" => red_temperature: Temperature;
        /// Temperature of the blue water; default -0.7.
        "blueTemperature" => blue_temperature: Temperature;
    } rules [Rule::ExactlyOne(&["red", "redShare"])]
}

record! {
    /// The regulars of a funnel.
    pub struct FunnelRegulars {
        /// How many come again per period; all others leave blue.
        "returning" => returning: Clients, required;
    } rules []
}

record! {
    /// A competitor of a funnel.
    pub struct FunnelCompetitor {
        /// What it is called on the map.
        "label" => label: String;
        /// Its fraction of KT1's blue water; default an equal part of what the others leave.
        "share" => share: Share;
    } rules []
}

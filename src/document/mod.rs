//! The flow document: the JSON contract as types, and the one door through which it is read.

/// Warm or cold water; before KT1 a client is undecided and a stream has no mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Warm: coming to us.
    Red,
    /// Cold: leaving us.
    Blue,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where clients come from.
    Spring,
    /// Where streams run together.
    Confluence,
    /// Where water divides; KT1, KT2 and KT3 are forks.
    Fork,
    /// Where clients become money.
    Till,
    /// The pool of regular clients.
    Regulars,
    /// A rival: an end.
    Competitor,
    /// Simply lost: an end.
    Sea,
}

/// What every count of the document is per.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Per hour.
    Hour,
    /// Per day.
    Day,
    /// Per week.
    Week,
    /// Per month.
    Month,
    /// Per quarter.
    Quarter,
    /// Per year.
    Year,
    /// All there is: no period.
    Total,
}

/// A place of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Unique among the nodes.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What it is called on the map.
    pub label: Option<String>,
    /// Springs: clients that enter here per period; without it, as many as its measured streams carry.
    pub clients: Option<f64>,
    /// Springs: overall temperature of the water, -1 to 1.
    pub temperature: Option<f64>,
    /// Forks: 1, 2 or 3.
    pub kt: Option<u8>,
    /// Tills: money per client.
    pub revenue_per_client: Option<f64>,
    /// Clients that are still here and have not gone on.
    pub underway: f64,
    /// The author's place for it (`[x, y]`).
    pub at: Option<[f64; 2]>,
    /// JSON pointer of what it comes from in the document as given.
    pub origin: String,
}

/// Clients moving from one node to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Unique among the streams; by default `from>to`.
    pub id: String,
    /// Id of the node that it leaves.
    pub from: String,
    /// Id of the node that it reaches.
    pub to: String,
    /// What it is called on the map.
    pub label: Option<String>,
    /// Warm, cold, or neither.
    pub mood: Option<Mood>,
    /// Overall temperature, -1 to 1, where the author gives one.
    pub temperature: Option<f64>,
    /// Median days that a client takes along it.
    pub days: Option<f64>,
    /// The fraction of `from`'s inflow that it takes, 0 to 1.
    pub share: Option<f64>,
    /// A measured count of clients per period.
    pub clients: Option<f64>,
    /// JSON pointer of what it comes from in the document as given.
    pub origin: String,
}

/// A document whose form is known to be right, its funnel written out as a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Shown over the map; may be empty.
    pub title: String,
    /// What counts are per.
    pub period: Period,
    /// ISO 4217.
    pub currency: Option<String>,
    /// BCP 47.
    pub locale: Option<String>,
    /// Seed of the generated city, from the document or its title.
    pub seed: u64,
    /// How many blocks the generated city should have about, where the document says.
    pub blocks: Option<u32>,
    /// The nodes, in document order.
    pub nodes: Vec<Node>,
    /// The streams, in document order.
    pub streams: Vec<Stream>,
}

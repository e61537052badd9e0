//! What may stand around the network: journeys, the city, levers, frames, a story.

use crate::document::{
    contract::Mood,
    geometry::Streets,
    reader::{Named, Rule},
    units::{Blocks, Clients, Date, Days, Id, Index, Moment, Money, Seed, Share, Sum, Temperature, Touch, Weight},
};

words! {
    /// How the water is shown.
    pub enum View default City {
        /// Through the streets of a city.
        City = "city",
        /// Along a time axis.
        Time = "time",
    }
}

words! {
    /// What is done about counts that do not add up.
    pub enum Balance {
        /// They are adjusted by weighted least squares before anything is solved.
        Reconcile = "reconcile",
    }
}

words! {
    /// What coordinates are.
    pub enum Coordinates {
        /// Longitude and latitude in degrees.
        Lonlat = "lonlat",
        /// A plane of its own unit.
        Plane = "plane",
    }
}

record! {
    /// Dated events of single clients.
    pub struct Journeys {
        /// What the stages that events name mean.
        "stages" => stages: Named<JourneyStage>;
        /// The events, in any order.
        "events" => events: Vec<JourneyEvent>, required;
    } rules []
}

record! {
    /// What a stage means.
    pub struct JourneyStage {
        /// The point of the journey; 0 is a first contact.
        "kt" => kt: Touch, required;
        /// Its mood; none at 0.
        "mood" => mood: Mood;
    } rules []
}

record! {
    /// Something that happened with a client.
    pub struct JourneyEvent {
        /// Who.
        "client" => client: Id, required;
        /// When.
        "at" => at: Moment, required;
        /// A name from `stages`.
        "stage" => stage: String;
        /// The point of the journey; 0 is a first contact.
        "kt" => kt: Touch;
        /// Its mood; none at 0.
        "mood" => mood: Mood;
        /// Money; adds to revenue when red at KT2.
        "value" => value: Sum;
        /// The client's temperature from here on.
        "temperature" => temperature: Temperature;
        /// The channel that the client came from; the first one named counts.
        "spring" => spring: Id;
        /// Shown with the event.
        "note" => note: String;
    } rules [Rule::ExactlyOne(&["stage", "kt"]), Rule::AtMostOne(&["stage", "mood"])]
}

record! {
    /// The city: real streets, or a seed to generate one from.
    pub struct City {
        /// GeoJSON: a FeatureCollection of LineString and MultiLineString.
        "streets" => streets: Streets;
        /// What the coordinates are; default `lonlat`.
        "coordinates" => coordinates: Coordinates;
        /// Whether a street's `oneway` property is honoured; default false.
        "oneway" => oneway: bool;
        /// Shown on the map.
        "attribution" => attribution: String;
        /// Seed of a generated city; default from the title.
        "seed" => seed: Seed;
        /// How many blocks a generated city has about.
        "blocks" => blocks: Blocks;
    } rules [Rule::AtMostOne(&["streets", "seed"]), Rule::AtMostOne(&["streets", "blocks"])]
}

record! {
    /// Something that a manager can do.
    pub struct Lever {
        /// Unique among the levers.
        "id" => id: Id, required;
        /// What it is called; default its id.
        "label" => label: String;
        /// Paid once; default 0.
        "cost" => cost: Money;
        /// Whether it is on at first; default false.
        "on" => on: bool;
        /// Moves water from blue to red.
        "warm" => warm: Warm;
        /// Holds back a stream.
        "dam" => dam: Dam;
        /// Digs a new stream.
        "canal" => canal: Canal;
    } rules [Rule::ExactlyOne(&["warm", "dam", "canal"])]
}

record! {
    /// Moves a fraction of a fork's inflow from its blue streams to its red ones.
    pub struct Warm {
        /// Id of the fork.
        "at" => at: Id, required;
        /// The fraction.
        "share" => share: Share, required;
    } rules []
}

record! {
    /// Lets only a fraction of a stream through.
    pub struct Dam {
        /// Id of the stream.
        "stream" => stream: Id, required;
        /// The fraction that passes.
        "pass" => pass: Share, required;
    } rules []
}

record! {
    /// Takes a fraction of a node's inflow into a new stream `from>to`.
    pub struct Canal {
        /// Id of the node that it leaves.
        "from" => from: Id, required;
        /// Id of the node that it reaches.
        "to" => to: Id, required;
        /// The fraction.
        "share" => share: Share, required;
        /// Default red where `to` lies on the way to a till, else none.
        "mood" => mood: Mood;
    } rules []
}

record! {
    /// A state of the network: fields that differ from the base, by id.
    pub struct FlowFrame {
        /// When.
        "at" => at: Date;
        /// What it is called.
        "label" => label: String;
        /// Fields of nodes.
        "nodes" => nodes: Named<FlowNodeChange>;
        /// Fields of streams.
        "streams" => streams: Named<FlowStreamChange>;
    } rules []
}

record! {
    /// What a frame says of a node.
    pub struct FlowNodeChange {
        /// What it is called on the map.
        "label" => label: String;
        /// Springs: clients per period.
        "clients" => clients: Clients;
        /// Springs: temperature of the water.
        "temperature" => temperature: Temperature;
        /// Springs: how far `clients` is trusted.
        "confidence" => confidence: Weight;
        /// Tills: money per client.
        "revenuePerClient" => revenue_per_client: Money;
        /// Clients still here.
        "underway" => underway: Clients;
        /// Pull on clients, for `huff`.
        "attraction" => attraction: Weight;
    } rules []
}

record! {
    /// What a frame says of a stream.
    pub struct FlowStreamChange {
        /// What it is called on the map.
        "label" => label: String;
        /// Warm or cold.
        "mood" => mood: Mood;
        /// Its temperature.
        "temperature" => temperature: Temperature;
        /// Median days along it.
        "days" => days: Days;
        /// The fraction of `from`'s inflow that it takes.
        "share" => share: Share;
        /// A measured count per period.
        "clients" => clients: Clients;
        /// How far `clients` is trusted.
        "confidence" => confidence: Weight;
    } rules [Rule::AtMostOne(&["share", "clients"])]
}

record! {
    /// A step of a talk.
    pub struct StoryStep {
        /// Its heading.
        "title" => title: String;
        /// What is said.
        "text" => text: String;
        /// Ids of nodes or streams to look at.
        "focus" => focus: Vec<Option<Id>>;
        /// Ids of the levers that are on.
        "levers" => levers: Vec<Option<Id>>;
        /// Index of the frame that is shown.
        "frame" => frame: Index;
        /// The view that is shown.
        "view" => view: View;
    } rules []
}

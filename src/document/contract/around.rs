//! What may stand around the network: journeys, the city, levers, frames, a story.

use super::{
    Mood,
    shape::{Rule, Shape},
    units::{BLOCKS, CLIENTS, DATE, DAYS, ID, INDEX, MOMENT, MONEY, SEED, SHARE, SUM, TEXT, TOUCH, WEIGHT},
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

words! {
    /// Of which length frames are that are made of journeys.
    pub enum Every {
        /// One for each month.
        Month = "month",
        /// One for each quarter.
        Quarter = "quarter",
    }
}

record! {
    /// Dated events of single clients.
    pub JOURNEYS = "Journeys" {
        /// What the stages that events name mean.
        "stages": Shape::Named(&Shape::Record(&JOURNEY_STAGE));
        /// The events, in any order.
        "events": Shape::List(&Shape::Record(&JOURNEY_EVENT)), required;
        /// Makes frames of what begins in each month or quarter; default none.
        "frames": Every::SHAPE;
    } rules []
}

record! {
    /// What a stage means.
    pub JOURNEY_STAGE = "JourneyStage" {
        /// The point of the journey; 0 is a first contact.
        "kt": TOUCH, required;
        /// Its mood; none at 0.
        "mood": Mood::SHAPE;
    } rules []
}

record! {
    /// Something that happened with a client.
    pub JOURNEY_EVENT = "JourneyEvent" {
        /// Who.
        "client": ID, required;
        /// When.
        "at": MOMENT, required;
        /// A name from `stages`.
        "stage": TEXT;
        /// The point of the journey; 0 is a first contact.
        "kt": TOUCH;
        /// Its mood; none at 0.
        "mood": Mood::SHAPE;
        /// Money; adds to revenue when red at KT2.
        "value": SUM;
        /// The client's temperature from here on.
        "temperature": Shape::Temperature;
        /// The channel that the client came from; the first one named counts.
        "spring": ID;
        /// Shown with the event.
        "note": TEXT;
    } rules [Rule::ExactlyOne(&["stage", "kt"]), Rule::AtMostOne(&["stage", "mood"])]
}

record! {
    /// The city: real streets, or a seed to generate one from.
    pub CITY = "City" {
        /// GeoJSON: a FeatureCollection of LineString and MultiLineString.
        "streets": Shape::Streets;
        /// What the coordinates are; default `lonlat`.
        "coordinates": Coordinates::SHAPE;
        /// Whether a street's `oneway` property is honoured; default false.
        "oneway": Shape::Flag;
        /// Shown on the map.
        "attribution": TEXT;
        /// Seed of a generated city; default from the title.
        "seed": SEED;
        /// How many blocks a generated city has about.
        "blocks": BLOCKS;
    } rules [Rule::AtMostOne(&["streets", "seed"]), Rule::AtMostOne(&["streets", "blocks"])]
}

record! {
    /// Something that a manager can do.
    pub LEVER = "Lever" {
        /// Unique among the levers.
        "id": ID, required;
        /// What it is called; default its id.
        "label": TEXT;
        /// Paid once; default 0.
        "cost": MONEY;
        /// Whether it is on at first; default false.
        "on": Shape::Flag;
        /// Moves water from blue to red.
        "warm": Shape::Record(&WARM);
        /// Holds back a stream.
        "dam": Shape::Record(&DAM);
        /// Digs a new stream.
        "canal": Shape::Record(&CANAL);
    } rules [Rule::ExactlyOne(&["warm", "dam", "canal"])]
}

record! {
    /// Moves a fraction of a fork's inflow from its blue streams to its red ones.
    pub WARM = "Warm" {
        /// Id of the fork.
        "at": ID, required;
        /// The fraction.
        "share": SHARE, required;
    } rules []
}

record! {
    /// Lets only a fraction of a stream through.
    pub DAM = "Dam" {
        /// Id of the stream.
        "stream": ID, required;
        /// The fraction that passes.
        "pass": SHARE, required;
    } rules []
}

record! {
    /// Takes a fraction of a node's inflow into a new stream `from>to`.
    pub CANAL = "Canal" {
        /// Id of the node that it leaves.
        "from": ID, required;
        /// Id of the node that it reaches.
        "to": ID, required;
        /// The fraction.
        "share": SHARE, required;
        /// Default red where `to` lies on the way to a till, else none.
        "mood": Mood::SHAPE;
    } rules []
}

record! {
    /// A state of the network: fields that differ from the base, by id.
    pub FRAME = "FlowFrame" {
        /// When.
        "at": DATE;
        /// What it is called.
        "label": TEXT;
        /// Fields of nodes.
        "nodes": Shape::Named(&Shape::Record(&NODE_CHANGE));
        /// Fields of streams.
        "streams": Shape::Named(&Shape::Record(&STREAM_CHANGE));
    } rules []
}

record! {
    /// What a frame says of a node.
    pub NODE_CHANGE = "FlowNodeChange" {
        /// What it is called on the map.
        "label": TEXT;
        /// Springs: clients per period.
        "clients": CLIENTS;
        /// Springs: temperature of the water.
        "temperature": Shape::Temperature;
        /// Springs: how far `clients` is trusted.
        "confidence": WEIGHT;
        /// Tills: money per client.
        "revenuePerClient": MONEY;
        /// Clients still here.
        "underway": CLIENTS;
        /// Pull on clients, for `huff`.
        "attraction": WEIGHT;
    } rules []
}

record! {
    /// What a frame says of a stream.
    pub STREAM_CHANGE = "FlowStreamChange" {
        /// What it is called on the map.
        "label": TEXT;
        /// Warm or cold.
        "mood": Mood::SHAPE;
        /// Its temperature.
        "temperature": Shape::Temperature;
        /// Median days along it.
        "days": DAYS;
        /// The fraction of `from`'s inflow that it takes.
        "share": SHARE;
        /// A measured count per period.
        "clients": CLIENTS;
        /// How far `clients` is trusted.
        "confidence": WEIGHT;
    } rules [Rule::AtMostOne(&["share", "clients"])]
}

record! {
    /// A step of a talk.
    pub STORY_STEP = "StoryStep" {
        /// Its heading.
        "title": TEXT;
        /// What is said.
        "text": TEXT;
        /// Ids of nodes or streams to look at.
        "focus": Shape::List(&ID);
        /// Ids of the levers that are on.
        "levers": Shape::List(&ID);
        /// Index of the frame that is shown.
        "frame": INDEX;
        /// The view that is shown.
        "view": View::SHAPE;
    } rules []
}

mod arrange;
mod given;
mod rivers;
mod shops;
mod time;
mod town;

mod arrange;
mod given;
mod rivers;
mod shops;
mod threads;
mod time;
mod town;

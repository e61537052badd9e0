mod arrange;
mod given;
mod rivers;
mod town;

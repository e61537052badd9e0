mod arrange;
mod rivers;
mod town;

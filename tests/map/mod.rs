mod arrange;
mod town;

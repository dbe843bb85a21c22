//! The chores of the project: demo, test, tidy, prove, bench, dist.
fn main() {}

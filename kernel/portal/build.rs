//! Turns the messages of `locales/` into typed functions.

fn main() {
    messages::build::generate("locales");
}

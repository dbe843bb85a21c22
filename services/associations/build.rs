//! Makes the typed messages of this door.

fn main() {
    messages::build::generate("locales");
}

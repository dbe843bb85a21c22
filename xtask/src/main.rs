//! The chores of the project: `cargo xtask demo`, `test`, `tidy`, `prove`, `bench`, `dist`.
//!
//! This crate is compiled first on a fresh machine, so it has two dependencies and speaks to everything else
//! through processes and loopback sockets. It imports nothing of the product: what it says of the product it has
//! seen from outside.

mod args;
mod bench;
mod demo;
mod dist;
mod guard;
mod machine;
mod prove;
mod run;
mod server;
mod test;
mod tidy;

use std::process::ExitCode;

use args::Args;

const USAGE: &str = "\
The chores of the project.

  cargo xtask demo [ARGS]             a whole invented city on http://localhost:8025 (ARGS go to `solidaire demo`)
  cargo xtask test [--fast] [FILTER]  every rule once; --fast is the inner loop
  cargo xtask tidy                    floors, sizes, messages in every language, formats
  cargo xtask prove NAME [--seconds N] [--profile dev|demo]
                                      long proofs: kill, disk-full, scale, fuzz, pages, api, opendata,
                                      database-gone, slow-clients; `all` runs each
  cargo xtask bench web [--check]     what a page costs; --check fails where a target is missed
  cargo xtask dist [--check]          the Debian package, the list of its parts, checksums; --check installs,
                                      upgrades, removes and purges it in a bare Debian
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let chore = words.next().unwrap_or_default();
    let args = Args::new(words);
    let done = match chore.as_str() {
        "demo" => demo::demo(args),
        "test" => test::test(args),
        "tidy" => tidy::command(args),
        "prove" => prove::command(args),
        "bench" => bench::command(args),
        "dist" => dist::command(args),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => Err(anyhow::anyhow!("no chore is named `{other}`\n\n{USAGE}")),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

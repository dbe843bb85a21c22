//! The software with which a city leaves no one behind: the command line, the configuration, assembling.
//! No rule of any service lives here.

/// Prints a line; whoever closed the pipe (`| head`) wants no more of it, and that is no error.
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

mod args;
mod commands;
mod failure;
mod house;
mod progress;
mod serving;
mod settings;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::failure::Failure;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return args::explain(&error),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(commands::run(args));
            // Blocking readers of files may still hang on a slow disk: nobody waits for them.
            runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            done
        }
        Err(error) => Err(Failure::other(error)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("solidaire\u{a0}: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

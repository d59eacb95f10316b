//! The program `policyglot`: what a privacy policy says, with the place that says it.

mod args;
mod extract;
mod file;
mod output;
mod parse;
mod run;
mod schema;
mod view;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    run::run(args::Args::parse())
}

//! Developer commands: `cargo xtask help` lists them. One file a command; what a command calls is an ordinary program, so that everything
//! here can also be done by hand.

#![expect(clippy::print_stdout, reason = "a command-line tool talks to a person")]

mod bench;
mod bi;
mod browser;
mod build;
mod ci;
mod codegen;
mod crash;
mod month;
mod page;
mod places;
mod postgres;
mod queueing;
mod run;
mod screens;
mod sim;
mod step;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

const HELP: &str = "\
cargo xtask COMMAND

  run [--port 7070] [--data data]      build everything and start a server with demo accounts and a demo site
  test [rust|web|browser|crash|mart|sim]… [-- filter…]
                                       all tests, or the parts named; filters go to the runner of one part
  ci                                   what CI runs: fmt, tidy, clippy, documentation, test
  tidy                                 form, crate table, licences, links, generated files
  codegen [--check]                    the schema golden and the TypeScript types made from it
  crash [--rounds 20] [--seed N]       kill a loaded server at random moments and check what it kept
  month                                the mart of a simulated month, filled by servers that are killed, held against the log
  postgres [-- COMMAND…]               a PostgreSQL of its own for the tests of one crate, such as `-- cargo nextest run -p store-postgres`
  sim [--seed S] [--hours H] [--mutants]
                                       a whole site on virtual time, held against the promises; `sim --help` says more
  queueing [--seed N]                  router, domain and mart against queueing theory, and the tables of docs/queueing.md
  screens [FOLDER] [--only PATTERN]    pictures of every view, light and dark, in three sizes, and a page of them (target/screens)
  dist                                 build the server as it is installed where people work: target/dist/holdfast
  bench [--quick]                      measure, and keep the table in docs/performance.md
";

fn main() -> ExitCode {
    match command() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    match arguments.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        ["run", rest @ ..] => run::run(&root, &run::Options::parse(rest)?),
        ["test", rest @ ..] => {
            let options = test::Options::parse(rest)?;
            step::Steps::default().all(|steps| test::run(&root, &options, steps))
        }
        ["ci"] => ci::run(&root),
        ["tidy"] => tidy::run(&root),
        ["crash", rest @ ..] => crash::run(&root, &crash::Options::parse(rest)?),
        ["dist"] => {
            println!("built: {}", build::dist(&root)?.display());
            Ok(())
        }
        ["month"] => month::run(&root),
        ["postgres", rest @ ..] => postgres::run(&root, rest),
        ["sim", rest @ ..] => sim::run(&root, rest),
        ["queueing", rest @ ..] => queueing::run(&root, rest),
        ["screens", rest @ ..] => screens::run(&root, rest),
        ["bench", rest @ ..] => bench::run(&root, rest),
        ["codegen"] => codegen::run(&root, codegen::Mode::Write),
        ["codegen", "--check"] => codegen::run(&root, codegen::Mode::Check),
        other => bail!("`{}` is not a command; `cargo xtask help` lists them", other.join(" ")),
    }
}

/// The repository's root: the parent of this crate's folder, wherever the command was typed. As cargo says it now, not as it was when this was
/// built, for a target folder may serve several clones.
fn root() -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    folder.parent().map_or(folder.clone(), Path::to_owned)
}

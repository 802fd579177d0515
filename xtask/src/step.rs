//! Running other programs: with a heading, the time taken, and an error that names the command that failed.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// A program with its arguments, run in a folder.
#[derive(Debug)]
pub(crate) struct Command {
    program: OsString,
    arguments: Vec<OsString>,
    folder: PathBuf,
    variables: Vec<(OsString, OsString)>,
    is_quiet: bool,
    shows_errors: bool,
}

impl Command {
    /// A command that runs in `folder`.
    pub(crate) fn new<A: AsRef<OsStr>>(folder: &Path, program: &str, arguments: &[A]) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.iter().map(|argument| argument.as_ref().to_owned()).collect(),
            folder: folder.to_owned(),
            variables: Vec::new(),
            is_quiet: false,
            shows_errors: false,
        }
    }

    /// Adds an argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Adds an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Keeps the output back unless the command fails.
    pub(crate) fn quiet(mut self) -> Self {
        self.is_quiet = true;
        self
    }

    /// Lets its standard error through to the terminal while its standard output is collected.
    pub(crate) fn show_errors(mut self) -> Self {
        self.shows_errors = true;
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When it cannot be started or ends with a code other than 0.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        if self.is_quiet {
            return self.output().map(drop);
        }
        let status =
            self.command().status().with_context(|| format!("cannot start `{}`", self.line()))?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.line());
        }
        Ok(())
    }

    /// Runs it to its end and returns what it printed.
    ///
    /// # Errors
    /// When it cannot be started or ends with a code other than 0; then what it printed is part of the error.
    pub(crate) fn output(&self) -> anyhow::Result<String> {
        let mut command = self.command();
        if self.shows_errors {
            command.stderr(Stdio::inherit());
        }
        let output = command
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot start `{}`", self.line()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` failed ({})\n{text}{errors}", self.line(), output.status);
        }
        Ok(text)
    }

    /// Replaces this process by it, so that signals and the exit code are the program's own. Returns only when that failed.
    pub(crate) fn exec(&self) -> anyhow::Error {
        use std::os::unix::process::CommandExt;
        let error = self.command().exec();
        anyhow::Error::new(error).context(format!("cannot start `{}`", self.line()))
    }

    /// How a person would type it.
    pub(crate) fn line(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.arguments);
        words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.folder);
        // What cargo told this program of its own package: a cargo started from here would take it for a change of what some build scripts look
        // at, and build those and all that depends on them anew each time that it is called by hand in between.
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_this_package(name)) {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

fn is_of_this_package(variable: &OsStr) -> bool {
    let name = variable.as_encoded_bytes();
    [b"CARGO_MANIFEST_".as_slice(), b"CARGO_PKG_"].iter().any(|of| name.starts_with(of))
}

/// Whether a program of that name is on the path.
pub(crate) fn exists(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// Steps with their headings, and how long each took.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Prints a heading, does the step, prints how long it took.
    ///
    /// # Errors
    /// The step's own.
    pub(crate) fn step<T>(
        &mut self,
        name: &str,
        action: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = action().with_context(|| format!("step failed: {name}"));
        let took = start.elapsed();
        let failed = if result.is_err() { ", failed" } else { "" };
        println!("--- {name}: {}{failed}", seconds(took));
        self.done.push((format!("{name}{failed}"), took));
        result
    }

    /// Does all of something, step by step, and prints a table of the steps, also of those before one that failed.
    ///
    /// # Errors
    /// That of the step that failed.
    pub(crate) fn all(
        mut self,
        action: impl FnOnce(&mut Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let result = action(&mut self);
        println!("\n=== {}", if result.is_ok() { "all steps passed" } else { "what was done" });
        for (name, took) in &self.done {
            println!("{:>9}  {name}", seconds(*took));
        }
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        println!("{:>9}  total ({:.1} min)", seconds(total), total.as_secs_f64() / 60.0);
        result
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

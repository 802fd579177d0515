//! `cargo xtask run [--port 7070] [--data data]`: from a fresh clone to a running server with a demo site and demo accounts. It says what
//! it is doing; what is up to date already is not done again.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};

use crate::step::Command;
use crate::{build, places};

/// Where to listen and where the data is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    port: u16,
    data: String,
}

impl Options {
    /// Reads `--port` and `--data`.
    ///
    /// # Errors
    /// When an option is not known, has no value, or the port is not a number up to 65535.
    pub(crate) fn parse(arguments: &[&str]) -> anyhow::Result<Self> {
        let mut options = Self { port: 7070, data: "data".to_owned() };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().with_context(|| format!("{name} needs a value"))?;
            match *name {
                "--port" => {
                    options.port = value
                        .parse()
                        .with_context(|| format!("--port {value}: not a number from 0 to 65535"))?;
                }
                "--data" => options.data = (*value).to_owned(),
                other => bail!("{other} is not an option of run; it takes --port and --data"),
            }
        }
        Ok(options)
    }
}

/// Builds what is needed and becomes the server.
///
/// # Errors
/// When a build fails or the server cannot be started.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    build::server(root)?;
    println!(
        "ready after {:.1} s; starting on http://127.0.0.1:{}",
        start.elapsed().as_secs_f64(),
        options.port
    );
    let listen = format!("127.0.0.1:{}", options.port);
    let server = places::server(root);
    let arguments = ["serve", "--demo", "--data", &options.data, "--listen", &listen];
    Err(Command::new(root, &server.to_string_lossy(), &arguments).exec())
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn options() {
        let options = |arguments: &[&str]| Options::parse(arguments).ok();
        assert_eq!(options(&[]), Some(Options { port: 7070, data: "data".to_owned() }));
        assert_eq!(
            options(&["--data", "/tmp/x", "--port", "0"]),
            Some(Options { port: 0, data: "/tmp/x".to_owned() })
        );
        assert_eq!(options(&["--port", "65536"]), None);
        assert_eq!(options(&["--port"]), None);
        assert_eq!(options(&["--host", "x"]), None);
    }
}

//! Makes sure that the folder of the built web exists, so that a fresh checkout compiles, and that a new build of the web is embedded.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    for part in ["demo", "desk", "loader", "widget"] {
        let folder = dist.join(part);
        if let Err(why) = std::fs::create_dir_all(&folder) {
            println!("cargo::error=cannot make {}: {why}", folder.display());
        }
    }
    println!("cargo::rerun-if-changed={}", dist.display());
}

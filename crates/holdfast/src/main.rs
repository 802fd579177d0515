//! The binary: configuration, wiring, command line.

fn main() {}

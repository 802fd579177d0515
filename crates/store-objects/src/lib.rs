//! Contents of files in an object store: a local folder by default, and whatever else speaks the `object_store` interface. What it
//! leaves out: the clouds' own clients, which are heavy to build and come with the features that need them.

mod blobs;
mod leftovers;

pub use blobs::{ObjectBlobs, OpenError};

//! Who somebody is: tokens, the sessions that they name, and passwords.

pub(crate) mod identify;
pub(crate) mod identity;
pub(crate) mod jwt;
pub(crate) mod keys;
pub(crate) mod passwords;
pub(crate) mod sessions;
pub(crate) mod token;

//! Between the wire's types and the domain's: commands inwards, events and records outwards. Nothing else in the gateway turns one into
//! the other.

pub(crate) mod command;
pub(crate) mod customer_event;
pub(crate) mod library;
pub(crate) mod post;
pub(crate) mod record;
pub(crate) mod report_schedule;
pub(crate) mod staff_event;
pub(crate) mod view;

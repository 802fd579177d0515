//! Who of the customers can prove who it is, and what the host's server says of it. What it leaves out: tokens and keys, with which the
//! gateway checks a proof.

use domain::checks::{Check, Checked, Violation};
use domain::event::Customer;
use domain::identity::{Algorithm, IdentityKey, Proved};
use domain::{Command, IdentityKeyId};

use crate::world::World;

/// How many keys the admin has at most.
const KEYS: u64 = 3;

/// The name of a customer: of those who can prove who they are it begins with another letter.
pub(crate) fn name(number: u64, can_prove: bool) -> String {
    let letter = if can_prove { 'v' } else { 'u' };
    format!("{letter}{number}")
}

/// What the host's server says of a customer; None of who is nobody to it.
pub(crate) fn proof_of(customer: &str) -> Option<Proved> {
    let is_known = customer.starts_with('v');
    is_known.then(|| Proved {
        external_id: format!("host-{customer}"),
        name: format!("Customer {customer}"),
        email: String::new(),
    })
}

/// A customer that is said to have proved something has proved just that.
///
/// # Errors
/// Who is held for whom.
pub(crate) fn is_proved(customer: &Customer) -> Checked {
    let proof = proof_of(&customer.id).map(|proof| proof.external_id);
    if !customer.verified || proof.as_ref() == Some(&customer.external_id) {
        return Ok(());
    }
    let (id, said) = (&customer.id, &customer.external_id);
    let detail = format!("{id} is held for {said:?}, the host says {proof:?} of it");
    Err(Violation::of(Check::Proved, detail))
}

impl World {
    /// A key by which the host proves who its visitors are is made, or revoked.
    pub(crate) fn random_key_change(&mut self) -> Command {
        let n = self.chance.below(KEYS);
        let id = IdentityKeyId::new(&format!("key-{n}"));
        if self.chance.percent(40) {
            return Command::RemoveIdentityKey { key: id };
        }
        let algorithm = [Algorithm::Hs256, Algorithm::Es256][self.chance.index(2)];
        let created_at = "2027-01-15T08:00:00Z".to_owned();
        let key = IdentityKey { id, name: format!("Key {n}"), algorithm, created_at };
        Command::PutIdentityKey { key }
    }
}

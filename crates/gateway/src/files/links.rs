//! Links to files: each names one file as it was sent in one conversation, and is good for some minutes. Nothing is stored for them: what
//! was granted is signed.

use domain::{Code, ConversationId, Refusal, Seq, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::ContentHash;

use crate::alias::hex;

/// What a link grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    /// The file.
    pub(crate) file: ContentHash,
    /// Where it was sent.
    pub(crate) conversation: ConversationId,
    /// Position of the event that sent it.
    pub(crate) seq: Seq,
    /// Until when it may be fetched.
    pub(crate) until: Timestamp,
}

/// Signs links and checks them.
pub(crate) struct Links {
    mac: Hmac<Sha256>,
}

impl Links {
    /// With the installation's secret.
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        // A key that is shorter than a block is filled up with zeros.
        let mut block = [0; 64];
        block[..secret.len()].copy_from_slice(secret);
        Self { mac: Hmac::new(&block.into()) }
    }

    fn mac(&self, grant: &Grant) -> Hmac<Sha256> {
        let Grant { file, conversation, seq, until } = grant;
        let mut mac = self.mac.clone();
        // No part can have a line break, so no two grants are written alike.
        mac.update(format!("file link\n{file}\n{conversation}\n{seq}\n{}", until.0).as_bytes());
        mac
    }

    /// The address of what is granted.
    pub(crate) fn url(&self, grant: &Grant) -> String {
        let signature = hex(&self.mac(grant).finalize().into_bytes());
        let Grant { file, conversation, seq, until } = grant;
        // Ids have nothing that must be escaped in a query.
        let until = until.0;
        format!(
            "/api/files/{file}?conversation={conversation}&seq={seq}&until={until}&signature={signature}"
        )
    }

    /// Whether a grant was signed here and still holds.
    ///
    /// # Errors
    /// `not_allowed` when it does not.
    pub(crate) fn check(
        &self,
        grant: &Grant,
        signature: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let refuse = |detail| Err(Refusal::new(Code::NotAllowed, detail));
        let is_signed = ContentHash::parse(signature)
            .is_some_and(|signature| self.mac(grant).verify_slice(&signature.0).is_ok());
        if !is_signed {
            return refuse("the link was not made here");
        }
        if now >= grant.until {
            return refuse("the link has ended; ask for a new one");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_signed_and_only_until_its_end() {
        let links = Links::new(&[7; 32]);
        let grant = Grant {
            file: ContentHash([1; 32]),
            conversation: ConversationId::new("c-1"),
            seq: 9,
            until: Timestamp(1_000),
        };
        let url = links.url(&grant);
        let signature = url.rsplit_once("signature=").unwrap().1.to_owned();
        let check = |grant: &Grant, now| links.check(grant, &signature, Timestamp(now)).is_ok();
        assert!(check(&grant, 999));
        assert!(!check(&grant, 1_000));
        for other in [
            Grant { file: ContentHash([2; 32]), ..grant.clone() },
            Grant { conversation: ConversationId::new("c-2"), ..grant.clone() },
            Grant { seq: 8, ..grant.clone() },
            Grant { until: Timestamp(2_000), ..grant.clone() },
        ] {
            assert!(!check(&other, 999), "{other:?}");
        }
        assert!(Links::new(&[8; 32]).check(&grant, &signature, Timestamp(0)).is_err());
        assert!(links.check(&grant, "", Timestamp(0)).is_err());
        assert!(links.check(&grant, &signature[2..], Timestamp(0)).is_err());
    }
}

//! The signature of a webhook's request, by which the receiver knows that it is from here, is not changed, and is not an old one.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The header that a signature stands in.
pub const SIGNATURE_HEADER: &str = "holdfast-signature";

/// What stands in the header: `t`, the time in seconds since 1970, and `v1`, HMAC-SHA256 of that time, a dot and the body, in hexadecimal
/// digits. The characters of the secret are the key's bytes.
#[must_use]
pub fn sign(secret: &str, seconds: i64, body: &[u8]) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let digits: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_other_tools_compute_too() {
        // printf '1795251601.{"a":1}' | openssl dgst -sha256 -hmac hfw_test
        let signed = sign("hfw_test", 1_795_251_601, b"{\"a\":1}");
        assert_eq!(
            signed,
            "t=1795251601,v1=7b82ec97c2d03a91a8c9ca7bbd47898e5c08c5671ae898fea4fe9b7a6abdc636"
        );
        assert_ne!(signed, sign("hfw_test", 1_795_251_602, b"{\"a\":1}"));
        assert_ne!(signed, sign("hfw_tesu", 1_795_251_601, b"{\"a\":1}"));
    }
}

//! The checksum of a stored event: CRC-32C over everything in its row. What it leaves out: the indexes, which `integrity_check` covers.

/// A row of the `events` table; the checksum is not part of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) stream: i64,
    pub(crate) kind: i64,
    pub(crate) body: &'a [u8],
}

impl Row<'_> {
    /// CRC-32C over seq, at, stream and kind as 8 little-endian bytes each, then the body.
    pub(crate) fn crc(&self) -> u32 {
        let mut head = [0; 32];
        for (bytes, number) in
            head.chunks_exact_mut(8).zip([self.seq, self.at, self.stream, self.kind])
        {
            bytes.copy_from_slice(&number.to_le_bytes());
        }
        crc32c::crc32c_append(crc32c::crc32c(&head), self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with another implementation of CRC-32C.
    #[test]
    fn the_stored_checksum_is_fixed_for_ever() {
        let row = Row { seq: 1, at: 2, stream: 3, kind: 4, body: b"{}" };
        assert_eq!(row.crc(), 0x165f_eefa);
    }

    #[test]
    fn every_field_counts() {
        let row = Row { seq: 1, at: 1, stream: 1, kind: 1, body: b"a" };
        let others = [
            Row { seq: 2, ..row },
            Row { at: 2, ..row },
            Row { stream: 2, ..row },
            Row { kind: 2, ..row },
            Row { body: b"b", ..row },
        ];
        for other in others {
            assert_ne!(other.crc(), row.crc(), "{other:?}");
        }
    }
}

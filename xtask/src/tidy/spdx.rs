//! Licence expressions: `MIT OR Apache-2.0`, `(MIT OR Zlib) AND Unicode-3.0`, `Apache-2.0 WITH LLVM-exception`, and the old `MIT/Apache-2.0`.

/// Whether the expression can be met with licences of the list alone. A `WITH` exception only adds rights, so it is not asked about.
pub(super) fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    reader.either() == Some(true) && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a [String],
}

impl Reader<'_> {
    fn either(&mut self) -> Option<bool> {
        let mut met = self.both()?;
        while self.take("OR") {
            met |= self.both()?;
        }
        Some(met)
    }

    fn both(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.take("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let met = self.either()?;
            return self.take(")").then_some(met);
        }
        let (name, rest) = self.words.split_first()?;
        self.words = rest;
        if self.take("WITH") {
            self.words = self.words.split_first()?.1;
        }
        Some(self.allowed.iter().any(|allowed| allowed == name))
    }

    fn take(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn expressions() {
        let allowed = ["MIT", "Apache-2.0"].map(str::to_owned);
        let is_met = |expression: &str| super::is_met(expression, &allowed);
        assert!(is_met("MIT"));
        assert!(is_met("GPL-3.0 OR MIT"));
        assert!(is_met("GPL-3.0/MIT"));
        assert!(is_met("(MIT OR GPL-3.0) AND Apache-2.0"));
        assert!(is_met("Apache-2.0 WITH LLVM-exception OR GPL-3.0"));
        assert!(!is_met("GPL-3.0"));
        assert!(!is_met("MIT AND GPL-3.0"));
        assert!(!is_met("MIT AND (GPL-3.0 OR LGPL-2.1)"));
        assert!(!is_met("MIT OR"));
        assert!(!is_met("(MIT"));
        assert!(!is_met("MIT Apache-2.0"));
        assert!(!is_met(""));
    }
}

//! A strict scanner of JSON as logs mostly have it, three times as fast as a general parser. Whatever it does not like, malformed or merely
//! unusual, is `None`: the general parser then has the last word. What it leaves out: values that are kept with escapes in them.

/// Deeper values are left to the general parser.
const DEPTH_MAX: u32 = 64;

/// A place in a text of JSON.
#[derive(Clone)]
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The next byte that is no space.
    fn token(&mut self) -> Option<u8> {
        self.space();
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.token()? == byte).then_some(())
    }

    /// Goes past exactly this.
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    /// Whether nothing but space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.space();
        self.at == self.text.len()
    }

    /// An object: `each` is told each key, and must go past its value.
    pub(super) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a str) -> Option<()>,
    ) -> Option<()> {
        self.expect(b'{')?;
        self.space();
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let key = self.text()?;
            self.expect(b':')?;
            each(self, key)?;
            match self.token()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// A text without escapes.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        let from = self.at;
        let end = special(self.text.as_bytes(), from)?;
        if self.text.as_bytes()[end] != b'"' {
            return None;
        }
        self.at = end + 1;
        self.text.get(from..end)
    }

    /// A text without escapes, or null.
    pub(super) fn text_or_null(&mut self) -> Option<Option<&'a str>> {
        self.space();
        match self.peek()? {
            b'n' => self.word("null").map(|()| None),
            _ => self.text().map(Some),
        }
    }

    /// The length of a text in Unicode scalar values.
    pub(super) fn characters(&mut self) -> Option<u64> {
        self.expect(b'"')?;
        let mut count = 0;
        loop {
            let from = self.at;
            self.at = special(self.text.as_bytes(), from)?;
            count += self.text.get(from..self.at)?.chars().count() as u64;
            match self.text.as_bytes()[self.at] {
                b'"' => break,
                b'\\' => {}
                _ => return None,
            }
            // The first half of a pair needs the second; the second alone is an error.
            let is_right = match self.escape()? {
                0xD800..=0xDBFF => {
                    self.peek()? == b'\\' && (0xDC00..=0xDFFF).contains(&self.escape()?)
                }
                code => !(0xDC00..=0xDFFF).contains(&code),
            };
            if !is_right {
                return None;
            }
            count += 1;
        }
        self.at += 1;
        Some(count)
    }

    /// Goes past an escape; returns its code when it is one by number, else 0.
    fn escape(&mut self) -> Option<u32> {
        let rest = self.text.as_bytes().get(self.at..)?;
        match rest.get(1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.at += 2;
                Some(0)
            }
            b'u' => {
                let code = rest.get(2..6)?.iter().try_fold(0, |code, digit| {
                    char::from(*digit).to_digit(16).map(|digit| code * 16 + digit)
                })?;
                self.at += 6;
                Some(code)
            }
            _ => None,
        }
    }

    /// A whole number that is not negative.
    pub(super) fn whole(&mut self) -> Option<u64> {
        self.space();
        let from = self.at;
        let mut number = 0u64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            self.at += 1;
        }
        let digits = self.at - from;
        let zero_first = self.text.as_bytes().get(from) == Some(&b'0');
        let goes_on = matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        (digits > 0 && !(zero_first && digits > 1) && !goes_on).then_some(number)
    }

    pub(super) fn boolean(&mut self) -> Option<bool> {
        self.space();
        match self.peek()? {
            b't' => self.word("true").map(|()| true),
            _ => self.word("false").map(|()| false),
        }
    }

    /// Goes past a value of any sort.
    pub(super) fn skip(&mut self) -> Option<()> {
        self.skip_to(0)
    }

    fn skip_to(&mut self, depth: u32) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        self.space();
        match self.peek()? {
            b'"' => self.skip_text(),
            b'{' => self.object(|scan, _| scan.skip_to(depth + 1)),
            b'[' => self.skip_array(depth),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.skip_number(),
        }
    }

    fn skip_text(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.at = special(self.text.as_bytes(), self.at)?;
            match self.text.as_bytes()[self.at] {
                b'"' => break,
                b'\\' => self.escape()?,
                _ => return None,
            };
        }
        self.at += 1;
        Some(())
    }

    fn skip_array(&mut self, depth: u32) -> Option<()> {
        self.at += 1;
        self.space();
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            self.skip_to(depth + 1)?;
            match self.token()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    fn digits(&mut self) -> Option<usize> {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > from).then_some(self.at - from)
    }

    fn skip_number(&mut self) -> Option<()> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let zero_first = self.peek() == Some(b'0');
        if self.digits()? > 1 && zero_first {
            return None;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }
}

/// The next quote, backslash or control character. Most texts are short, so the first bytes are looked at a few at a time, and only then many
/// at once, which a compiler makes vectors of.
fn special(bytes: &[u8], from: usize) -> Option<usize> {
    const MANY: usize = 32;
    let ends = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    let mut at = from;
    for _ in 0..2 {
        match bytes.get(at..at + 8).map(TryInto::try_into) {
            Some(Ok(eight)) => match special_of_eight(eight) {
                Some(index) => return Some(at + index),
                None => at += 8,
            },
            Some(Err(_)) | None => break,
        }
    }
    while let Some(many) = bytes.get(at..at + MANY)
        && !many.iter().fold(false, |found, byte| found | ends(*byte))
    {
        at += MANY;
    }
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(TryInto::try_into) {
        match special_of_eight(eight) {
            Some(index) => return Some(at + index),
            None => at += 8,
        }
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| ends(*byte)).map(|index| at + index)
}

/// The same of eight bytes, by arithmetic that sets the high bit of each byte sought (and, after the first, perhaps of others).
fn special_of_eight(eight: [u8; 8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let word = u64::from_le_bytes(eight);
    let quote = zero(word ^ (ONES * u64::from(b'"')));
    let backslash = zero(word ^ (ONES * u64::from(b'\\')));
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    let found = quote | backslash | control;
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

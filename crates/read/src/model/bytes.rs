//! Little-endian reading and writing of the model file; every count is checked against what is left.

/// What is still to be read.
#[derive(Debug)]
pub struct Input<'b> {
    rest: &'b [u8],
}

impl<'b> Input<'b> {
    /// Reads from `rest`.
    #[must_use]
    pub fn new(rest: &'b [u8]) -> Self {
        Self { rest }
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (head, tail) = self.rest.split_at_checked(count)?;
        self.rest = tail;
        Some(head)
    }

    /// A number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        let bytes = self.take(4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    /// A count of things that take at least `width` bytes each.
    pub fn count(&mut self, width: usize) -> Option<usize> {
        let count = self.u32()? as usize;
        (count.checked_mul(width)? <= self.rest.len()).then_some(count)
    }

    /// A list of short words.
    pub fn words(&mut self) -> Option<Vec<String>> {
        let count = self.count(1)?;
        let mut words = Vec::with_capacity(count);
        for _ in 0..count {
            let len = usize::from(*self.take(1)?.first()?);
            words.push(String::from_utf8(self.take(len)?.to_vec()).ok()?);
        }
        Some(words)
    }
}

/// What was written so far.
#[derive(Debug, Default)]
pub struct Output {
    bytes: Vec<u8>,
}

impl Output {
    /// Appends bytes.
    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a number of four bytes; what is larger is cut, and the model's tests would tell.
    pub fn u32(&mut self, value: usize) {
        self.put(&u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
    }

    /// Appends a list of words of at most 255 bytes.
    pub fn words(&mut self, words: &[String]) {
        self.u32(words.len());
        for word in words {
            let len = word.len().min(255);
            self.put(&[u8::try_from(len).unwrap_or(255)]);
            self.put(&word.as_bytes()[..len]);
        }
    }

    /// All of it.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

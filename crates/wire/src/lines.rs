//! JSON lines from any reader, one at a time, with a bound on each.

use crate::Error;
use std::io::{BufRead, Read};

/// The longest line that is taken: 64 MB holds any report and keeps hostile input from filling
/// the memory.
pub const LINE_BYTES_MAX: usize = 64 << 20;

/// Walks the lines of a reader. Blank lines are passed over; the number counts all lines from 1.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    number: usize,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `input`.
    pub fn new(input: R) -> Self {
        Self { input, number: 0 }
    }

    /// Drops the rest of an overlong line, so that the next one starts where it should.
    fn skip_line(&mut self) -> Result<(), Error> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            match buffer.iter().position(|&b| b == b'\n') {
                Some(at) => {
                    self.input.consume(at + 1);
                    return Ok(());
                }
                None => {
                    let length = buffer.len();
                    self.input.consume(length);
                }
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<String>, Error> {
        let mut bytes = Vec::new();
        let mut bounded = (&mut self.input).take(LINE_BYTES_MAX as u64 + 1);
        bounded.read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if bytes.len() > LINE_BYTES_MAX {
            self.skip_line()?;
            return Err(Error::LineTooLong);
        }
        if self.number == 1 && bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map(Some).map_err(|_| Error::NotUtf8)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    /// The line's number and its text.
    type Item = (usize, Result<String, Error>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_line() {
                Ok(None) => return None,
                Ok(Some(line)) if line.trim().is_empty() => {}
                Ok(Some(line)) => return Some((self.number, Ok(line))),
                Err(error) => return Some((self.number, Err(error))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_told_by_number_and_do_not_stop_the_rest() {
        let input = b"\xEF\xBB\xBF{}\n\n\xFF\xFE\n{\"a\":1}".as_slice();
        let seen: Vec<_> = Lines::new(input).map(|(n, l)| (n, l.ok())).collect();
        let expected = vec![(1, Some("{}".into())), (3, None), (4, Some("{\"a\":1}".into()))];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_line_over_the_bound_is_refused_and_the_next_one_read() {
        let mut input = vec![b'x'; LINE_BYTES_MAX + 10];
        input.extend_from_slice(b"\n{}\n");
        let seen: Vec<_> = Lines::new(input.as_slice()).map(|(n, l)| (n, l.ok())).collect();
        assert_eq!(seen, vec![(1, None), (2, Some("{}".into()))]);
    }
}

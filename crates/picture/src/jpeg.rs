//! Whether a JPEG has its end. Decoders show what there is of one that was cut off; a newsroom must
//! not publish half a picture.

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// True when the marks of the file lead from its beginning to its end.
pub(crate) fn is_whole(file: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some(mark) = next_mark(file, at) else { return false };
        let (kind, behind) = mark;
        at = match kind {
            END => return true,
            // Marks without a length.
            0x01 | 0xd0..=0xd8 => behind,
            _ => {
                let Some(length) = file.get(behind..behind + 2) else { return false };
                let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
                if length < 2 {
                    return false;
                }
                behind + length
            }
        };
        if kind == SCAN {
            at = behind_scan(file, at);
        }
    }
}

/// The next mark and where its content begins.
fn next_mark(file: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = file.get(at..)?;
    let start = rest.iter().position(|b| *b == 0xff)?;
    let fill = rest[start..].iter().position(|b| *b != 0xff)?;
    Some((rest[start + fill], at + start + fill + 1))
}

/// Where the coded pixels end: at the first mark that is neither a stuffed byte nor a restart.
fn behind_scan(file: &[u8], mut at: usize) -> usize {
    while let Some(pair) = file.get(at..at + 2) {
        if pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff) {
            return at;
        }
        at += 1;
    }
    file.len()
}

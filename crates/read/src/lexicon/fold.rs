//! One form for all spellings of a word: small letters without accents, as a 64-bit hash.
//!
//! Names are looked up by hash alone. With two million names the chance that a word met by
//! accident shares the hash of one is about one in ten trillion, so the names themselves need not
//! be kept for comparison.

/// The hash of a word's folded form. Full stops are left out ("U.S." is "US").
#[must_use]
pub fn word_hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    if bytes.len() <= 16 {
        let mut block = [0u8; 16];
        let mut odd = 0;
        for (slot, &b) in block.iter_mut().zip(bytes) {
            *slot = b | 0x20;
            odd |= u8::from(!b.is_ascii_alphanumeric());
        }
        if odd == 0 {
            return block_hash(&block, bytes.len());
        }
    }
    let mut hash = 0;
    let mut block = [0u8; 16];
    let mut len = 0;
    let mut put = |b: u8| {
        if len == 16 {
            hash = mix(hash ^ block_hash(&block, 16));
            (block, len) = ([0; 16], 0);
        }
        block[len] = b;
        len += 1;
    };
    word.chars().for_each(|c| fold_char(c, &mut put));
    match hash {
        0 => block_hash(&block, len),
        _ => mix(hash ^ block_hash(&block, len)),
    }
}

/// The hash of a phrase, word by word: `0` is the empty phrase.
#[must_use]
pub fn then(phrase: u64, word: u64) -> u64 {
    mix(phrase.rotate_left(21) ^ word)
}

/// Adds a word's folded form to `out`.
pub fn push_folded(word: &str, out: &mut String) {
    let mut bytes = Vec::with_capacity(word.len());
    word.chars().for_each(|c| fold_char(c, &mut |b| bytes.push(b)));
    out.push_str(&String::from_utf8_lossy(&bytes));
}

fn block_hash(block: &[u8; 16], len: usize) -> u64 {
    let half = |at: usize| {
        let mut word = [0u8; 8];
        word.copy_from_slice(&block[at..at + 8]);
        u64::from_le_bytes(word)
    };
    mix(half(0) ^ mix(half(8) ^ (len as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
}

/// A full-width multiplication folded, as in wyhash: every bit in reaches every bit out.
fn mix(x: u64) -> u64 {
    let wide = u128::from(x ^ 0x8EBC_6AF0_9C88_C6E3) * u128::from(0xE703_7ED1_A0B4_28DBu64);
    (wide as u64) ^ (wide >> 64) as u64
}

/// A character as small ASCII where it has such a form; marks inside words are left out.
fn fold_char(c: char, put: &mut impl FnMut(u8)) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() || c == '&' {
            put(c as u8 | 0x20);
        }
        return;
    }
    if let Some(plain) = plain(c) {
        plain.bytes().for_each(put);
        return;
    }
    if ('\u{300}'..='\u{36F}').contains(&c) || matches!(c, '’' | '‘' | 'ʼ' | 'ʻ') {
        return;
    }
    let mut buffer = [0u8; 4];
    for lower in c.to_lowercase() {
        lower.encode_utf8(&mut buffer).bytes().for_each(&mut *put);
    }
}

/// Latin letters with marks, as the letters that English newspapers print for them.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'Ǎ' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ắ' => {
            "a"
        }
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ð' | 'ð' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'ế' | 'ề' | 'ệ' | 'ễ' => "e",
        'Ĝ'..='ģ' => "g",
        'Ĥ'..='ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'ơ' | 'ố' | 'ồ' | 'ộ' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' | 'Ș' | 'ș' => "s",
        'ß' => "ss",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'ư' | 'ữ' | 'ự' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::word_hash;

    #[test]
    fn spellings_of_one_word_share_a_hash() {
        let same = |a: &str, b: &str| assert_eq!(word_hash(a), word_hash(b), "{a} {b}");
        same("Erdoğan", "ERDOGAN");
        same("U.S.", "us");
        same("São", "sao");
        same("O’Brien", "O'Brien");
        same("Müller", "Mu\u{308}ller");
        same("antidisestablishmentarianism", "Antidisestablishmentarianism");
        assert_ne!(word_hash("Iran"), word_hash("Iraq"));
        assert_ne!(word_hash("abcdefghijklmnop"), word_hash("abcdefghijklmnopq"));
    }
}

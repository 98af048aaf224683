//! What an authenticator says, held against what was asked of it (WebAuthn level 3, sections 7.1 and
//! 7.2, without attestation: whose make a key is, is nobody's business here).

use ring::digest::{SHA256, digest};
use serde::Deserialize;

use super::cose::Key;

/// What is expected of an answer.
#[derive(Debug, Clone)]
pub(super) struct Asked<'a> {
    /// `webauthn.create` or `webauthn.get`.
    pub kind: &'a str,
    /// The challenge as it was sent, base64url.
    pub challenge: &'a str,
    /// Where the page was (`https://news.example`).
    pub origin: &'a str,
    /// The host that keys are made for.
    pub host: &'a str,
}

/// A new key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub id: Vec<u8>,
    /// As COSE, to keep.
    pub key: Vec<u8>,
    pub count: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// Flags of an authenticator's data.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_COPIED: u8 = 0x08;
const IS_COPIED: u8 = 0x10;
const HAS_KEY: u8 = 0x40;

/// A key that was made on request; else what is wrong, for the log.
pub(super) fn made(client: &[u8], data: &[u8], asked: &Asked<'_>) -> Result<Made, &'static str> {
    let (flags, count, rest) = heard(client, data, asked)?;
    if flags & HAS_KEY == 0 {
        return Err("no key in it");
    }
    let length = rest.get(16..18).ok_or("cut short")?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    let id = rest.get(18..18 + length).ok_or("cut short")?;
    if !(1..=1023).contains(&id.len()) {
        return Err("an id of no fitting length");
    }
    let behind = &rest[18 + length..];
    let (_, used) = Key::read(behind).ok_or("no key of a known kind")?;
    Ok(Made { id: id.to_owned(), key: behind[..used].to_owned(), count })
}

/// The count of signatures of an answer that `key` signed; else what is wrong, for the log.
pub(super) fn answered(
    (client, data): (&[u8], &[u8]),
    signature: &[u8],
    (key, count): (&[u8], u32),
    asked: &Asked<'_>,
) -> Result<u32, &'static str> {
    let (_, now, _) = heard(client, data, asked)?;
    let (key, _) = Key::read(key).ok_or("the kept key cannot be read")?;
    let message = [data, digest(&SHA256, client).as_ref()].concat();
    if !key.signed(&message, signature) {
        return Err("the signature is not of this key");
    }
    // One that counts and does not grow is a copy.
    if (now, count) != (0, 0) && now <= count {
        return Err("its count has not grown");
    }
    Ok(now)
}

/// What both have in common: flags, count, the rest.
fn heard<'d>(
    client: &[u8],
    data: &'d [u8],
    asked: &Asked<'_>,
) -> Result<(u8, u32, &'d [u8]), &'static str> {
    let said: ClientData = serde_json::from_slice(client).map_err(|_| "no client data")?;
    if said.kind != asked.kind {
        return Err("an answer to another question");
    }
    if said.challenge != asked.challenge {
        return Err("another challenge");
    }
    if said.origin != asked.origin || said.cross_origin {
        return Err("from another site");
    }
    let head = data.get(..37).ok_or("cut short")?;
    if head[..32] != *digest(&SHA256, asked.host.as_bytes()).as_ref() {
        return Err("for another host");
    }
    let flags = head[32];
    if flags & PRESENT == 0 || flags & VERIFIED == 0 {
        return Err("nobody was there");
    }
    if flags & IS_COPIED != 0 && flags & MAY_BE_COPIED == 0 {
        return Err("copied though it cannot be");
    }
    let count = u32::from_be_bytes([head[33], head[34], head[35], head[36]]);
    Ok((flags, count, &data[37..]))
}

#[cfg(test)]
mod tests {
    use super::super::cose;
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};

    const ASKED: Asked<'_> = Asked {
        kind: "webauthn.get",
        challenge: "Y2hhbGxlbmdl",
        origin: "https://news.example",
        host: "news.example",
    };

    fn client(kind: &str, challenge: &str, origin: &str, more: &str) -> Vec<u8> {
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}"{more}}}"#).into()
    }

    fn data(host: &str, flags: u8, count: u32) -> Vec<u8> {
        let mut out = digest(&SHA256, host.as_bytes()).as_ref().to_vec();
        out.push(flags);
        out.extend(count.to_be_bytes());
        out
    }

    struct Token {
        pair: EcdsaKeyPair,
        key: Vec<u8>,
    }

    fn token() -> Token {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let file = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, file.as_ref(), &random).expect("a key");
        let point = pair.public_key().as_ref().to_vec();
        Token { key: cose::tests::es256(&point[1..33], &point[33..]), pair }
    }

    impl Token {
        fn sign(&self, client: &[u8], data: &[u8]) -> Vec<u8> {
            let message = [data, digest(&SHA256, client).as_ref()].concat();
            self.pair.sign(&SystemRandom::new(), &message).expect("signs").as_ref().to_vec()
        }
    }

    #[test]
    fn an_answer_holds_only_as_it_was_asked() {
        let token = token();
        let right = client("webauthn.get", ASKED.challenge, ASKED.origin, "");
        let check = |what: &str, client: &[u8], data: &[u8], kept: u32, good: bool| {
            let signature = token.sign(client, data);
            let answer = answered((client, data), &signature, (&token.key, kept), &ASKED);
            assert_eq!(answer.is_ok(), good, "{what}: {answer:?}");
        };
        let here = data("news.example", 5, 1);
        check("right", &right, &here, 0, true);
        check("one that does not count", &right, &data("news.example", 5, 0), 0, true);
        check("a copy", &right, &here, 1, false);
        check("a copy that stopped counting", &right, &data("news.example", 5, 0), 7, false);
        check("another host", &right, &data("evil.example", 5, 1), 0, false);
        check("nobody touched it", &right, &data("news.example", 4, 1), 0, false);
        check("nobody was verified", &right, &data("news.example", 1, 1), 0, false);
        check("copied though it cannot be", &right, &data("news.example", 0x15, 1), 0, false);
        check("cut short", &right, &here[..36], 0, false);
        check("nothing", &right, b"", 0, false);
        let bad = |kind, challenge, origin, more| client(kind, challenge, origin, more);
        let (get, origin, challenge) = ("webauthn.get", ASKED.origin, ASKED.challenge);
        check("registering", &bad("webauthn.create", challenge, origin, ""), &here, 0, false);
        check("another challenge", &bad(get, "b3RoZXI", origin, ""), &here, 0, false);
        check("another site", &bad(get, challenge, "https://evil.example", ""), &here, 0, false);
        check("plain http", &bad(get, challenge, "http://news.example", ""), &here, 0, false);
        let framed = bad(get, challenge, origin, r#","crossOrigin":true"#);
        check("in a frame", &framed, &here, 0, false);
        check("no JSON", b"{", &here, 0, false);
    }

    #[test]
    fn another_keys_signature_and_other_bytes_do_not_hold() {
        let (token, other) = (token(), token());
        let right = client("webauthn.get", ASKED.challenge, ASKED.origin, "");
        let here = data("news.example", 5, 1);
        let signature = token.sign(&right, &here);
        let answer = |key: &[u8], signature: &[u8]| {
            answered((&right, &here), signature, (key, 0), &ASKED).is_ok()
        };
        assert!(answer(&token.key, &signature));
        assert!(!answer(&other.key, &signature), "another key");
        assert!(!answer(&token.key, b""), "no signature");
        for at in [0, 4, signature.len() - 1] {
            let mut turned = signature.clone();
            turned[at] ^= 1;
            assert!(!answer(&token.key, &turned), "turned at {at}");
        }
    }

    #[test]
    fn a_new_key_is_taken_whole_or_not_at_all() {
        let token = token();
        let asked = Asked { kind: "webauthn.create", ..ASKED };
        let client = client(asked.kind, asked.challenge, asked.origin, "");
        let mut whole = data("news.example", 0x45, 0);
        whole.extend([0; 16]);
        whole.extend([0, 4]);
        whole.extend(b"abcd");
        whole.extend(&token.key);
        let expected = Made { id: b"abcd".to_vec(), key: token.key.clone(), count: 0 };
        assert_eq!(made(&client, &whole, &asked), Ok(expected));
        for cut in 0..whole.len() {
            assert!(made(&client, &whole[..cut], &asked).is_err(), "cut at {cut}");
        }
        let mut keyless = whole.clone();
        keyless[32] = 5;
        assert!(made(&client, &keyless, &asked).is_err());
    }
}

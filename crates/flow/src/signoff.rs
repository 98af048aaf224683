//! The evidence of a sign-off: who signed which exact text, when, what the checker said of every
//! sentence, and why what it did not support was published all the same.
//!
//! It is one JSON document, signed with the desk's own Ed25519 key over its canonical bytes (keys in
//! order, no white space, no fractions), so that anybody who has the document and the public key can
//! tell whether a word of it was changed. What is claimed comes from the record, never from a form.

use crate::Error;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde_json::{Map, Value, json};
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use wiredesk_model::{CodePoints, Evidence, Finding, Grounds, Sentence, StoryId};
use wiredesk_publish::Sources;
use wiredesk_store::{Store, StoryVersion};

/// What the document says it is.
const FORMAT: &str = "wiredesk sign-off 1";
/// The key's file in the data folder.
const KEY_FILE: &str = "signing.key";
/// Bytes of a document that is looked at.
pub const DOCUMENT_BYTES_MAX: usize = 4 << 20;

/// Why a document is not what it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No JSON of the right shape.
    #[error("this is no sign-off document: {0}")]
    Shape(String),
    /// The signature does not fit the text.
    #[error("the signature does not fit: the document was changed, or signed with another key")]
    Signature,
}

/// A document whose signature fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The story's headline.
    pub headline: String,
    /// Its number and version at the desk that signed.
    pub story: u64,
    /// Its version.
    pub version: u64,
    /// Who signed.
    pub signed_by: String,
    /// When.
    pub signed_at: String,
    /// How many sentences it has.
    pub sentences: usize,
    /// How many were published on a reason.
    pub overridden: usize,
    /// The key that the signature fits, in hexadecimal.
    pub key: String,
}

/// The desk's key: made at first use, readable by its owner alone.
///
/// # Errors
/// When the file cannot be made or read, or holds no key.
pub fn key(folder: &Path) -> Result<SigningKey, Error> {
    let path = folder.join(KEY_FILE);
    let fail = |source| Error::Path { path: path.display().to_string(), source };
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|e| fail(std::io::Error::other(e.to_string())))?;
    // Written whole beside its place and then put there, unless another was quicker.
    let made = folder.join(format!("{KEY_FILE}.{}", hex(&seed[..4])));
    if !path.exists() {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&made)
            .map_err(fail)?;
        file.write_all(hex(&seed).as_bytes()).and_then(|()| file.sync_all()).map_err(fail)?;
        let _ = std::fs::hard_link(&made, &path);
        std::fs::remove_file(&made).map_err(fail)?;
    }
    let mut text = String::new();
    std::fs::File::open(&path).and_then(|f| f.take(256).read_to_string(&mut text)).map_err(fail)?;
    let seed = unhex::<32>(text.trim());
    let seed = seed.ok_or_else(|| fail(std::io::Error::other("it holds no signing key")))?;
    Ok(SigningKey::from_bytes(&seed))
}

/// The public half, in hexadecimal, as it is published.
///
/// # Errors
/// As [`key`].
pub fn public_key(folder: &Path) -> Result<String, Error> {
    Ok(hex(key(folder)?.verifying_key().as_bytes()))
}

/// The signed document of a version; `None` for the newest one.
///
/// # Errors
/// When there is no such version, nobody signed it, or the key cannot be had.
pub fn document(store: &Store, id: StoryId, version: Option<u32>) -> Result<String, Error> {
    let missing = || wiredesk_store::Error::NotFound(format!("story {id}"));
    let kept = store.story_version(id, version)?.ok_or_else(missing)?;
    if kept.story.byline.signed_by.is_none() {
        return Err(crate::desk::Refusal::Unsigned.into());
    }
    let sources = crate::publishing::sources(store, &kept.story)?;
    let record = record(store, &kept, &sources)?;
    let key = key(store.folder())?;
    let signature = key.sign(canonical(&record).as_bytes());
    let whole = json!({
        "record": record,
        "key": hex(key.verifying_key().as_bytes()),
        "signature": hex(&signature.to_bytes()),
    });
    Ok(canonical(&whole))
}

/// Whether a document is as it was signed.
///
/// # Errors
/// When it is not; the fault says why.
pub fn verify(document: &str) -> Result<Verified, Fault> {
    let shape = |what: &str| Fault::Shape(what.to_owned());
    if document.len() > DOCUMENT_BYTES_MAX {
        return Err(shape("it is too long"));
    }
    let whole: Value = serde_json::from_str(document.trim()).map_err(|e| shape(&e.to_string()))?;
    let record = &whole["record"];
    if record["format"] != FORMAT {
        return Err(shape("it does not say that it is one"));
    }
    let text = |v: &Value| v.as_str().map(str::to_owned).unwrap_or_default();
    let key = unhex::<32>(&text(&whole["key"])).ok_or_else(|| shape("it has no key"))?;
    let signature = unhex::<64>(&text(&whole["signature"]));
    let signature = signature.ok_or_else(|| shape("it has no signature"))?;
    let public = VerifyingKey::from_bytes(&key).map_err(|_| shape("its key is none"))?;
    let bytes = canonical(record);
    public
        .verify_strict(bytes.as_bytes(), &Signature::from_bytes(&signature))
        .map_err(|_| Fault::Signature)?;
    let sentences = record["sentences"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Verified {
        headline: sentences.first().map(|s| text(&s["text"])).unwrap_or_default(),
        story: record["story"].as_u64().unwrap_or(0),
        version: record["version"].as_u64().unwrap_or(0),
        signed_by: text(&record["signed_by"]),
        signed_at: text(&record["signed_at"]),
        sentences: sentences.len(),
        overridden: sentences.iter().filter(|s| s["reason"].is_string()).count(),
        key: hex(&key),
    })
}

/// What the record says of a version.
fn record(store: &Store, kept: &StoryVersion, sources: &Sources) -> Result<Value, Error> {
    let story = &kept.story;
    let log = store.log_of(kept.id)?;
    let published = log.iter().filter(|p| p.version == kept.version);
    let published: Vec<Value> = published
        .map(|p| json!({"n": p.seq, "at": p.at.to_string(), "as": p.kind.as_str(), "by": p.by}))
        .collect();
    let all = story.sentences().map(|s| sentence(s, sources)).collect::<Vec<_>>();
    Ok(json!({
        "format": FORMAT,
        "story": kept.id.0,
        "version": kept.version,
        "machine_drafted": story.byline.drafted_by.is_some(),
        "drafted_by": story.byline.drafted_by,
        "model": story.byline.model,
        "edited": story.byline.edited,
        "signed_by": story.byline.signed_by,
        "signed_at": kept.at.to_string(),
        "saved_by": kept.by,
        "published": published,
        "sentences": all,
    }))
}

fn sentence(sentence: &Sentence, sources: &Sources) -> Value {
    let check = sentence.check.as_ref();
    let text = sentence.text();
    let table = CodePoints::new(text);
    let finding = |f: &Finding| {
        let (start, end) = table.span(f.span);
        json!({"class": f.class.as_str(), "hard": f.hard, "start": start, "end": end,
               "reason": f.reason})
    };
    let evidence = |e: &Evidence| {
        let report = sources.get(&e.report)?;
        let (start, end) = CodePoints::new(&report.text).span(e.span);
        Some(json!({"report": e.report.as_str(), "outlet": report.source, "start": start,
                    "end": end, "text": e.span.of(&report.text)?}))
    };
    let mut out = json!({
        "text": text,
        "house": *sentence.grounds() == Grounds::House,
        "verdict": check.map(|c| c.verdict.as_str()),
        "findings": check.map(|c| c.findings.iter().map(finding).collect::<Vec<_>>()),
        "evidence": sentence.evidence().iter().filter_map(evidence).collect::<Vec<_>>(),
    });
    if let Some(reason) = &sentence.override_reason {
        out["reason"] = json!(reason);
    }
    out
}

/// JSON with keys in order of their bytes and no white space: the same for the same value. The
/// documents made here hold no fractions, so numbers have one way to be written.
fn canonical(value: &Value) -> String {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Object(map) => object(map, out),
            Value::Array(list) => {
                out.push('[');
                for (i, item) in list.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write(item, out);
                }
                out.push(']');
            }
            plain => out.push_str(&plain.to_string()),
        }
    }
    fn object(map: &Map<String, Value>, out: &mut String) {
        let mut keys: Vec<&String> = map.keys().collect();
        keys.sort_unstable();
        out.push('{');
        for (i, key) in keys.into_iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(&Value::String(key.clone()).to_string());
            out.push(':');
            write(&map[key], out);
        }
        out.push('}');
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    let digit = |b: u8| (b as char).to_digit(16).and_then(|d| u8::try_from(d).ok());
    if text.len() != 2 * N {
        return None;
    }
    let mut out = [0u8; N];
    for (place, pair) in out.iter_mut().zip(text.chunks_exact(2)) {
        *place = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(out)
}

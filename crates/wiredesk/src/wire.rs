//! The bundled wire: the reports of `examples/wire`, inside the binary.

use wiredesk_extract::Hints;
use wiredesk_flow::intake::Item;

macro_rules! wire {
    ($($file:literal),* $(,)?) => {
        /// File names and bytes, in the order of their names.
        pub const FILES: &[(&str, &[u8])] =
            &[$(($file, include_bytes!(concat!("../../../examples/wire/", $file)))),*];
    };
}

wire![
    "0531-missiles-brief.txt",
    "0711-nato-china.md",
    "0915-budanov-shells.txt",
    "0916-boeing-strike.txt",
    "0916-shell-quality.md",
    "1509-shells-worry.html",
    "1709-russia-army.html",
    "agency-items.jsonl",
    "budanov-north-korea-ally.html",
    "cookie-choices.html",
    "dia-missile-debris.html",
    "iphone-16-pro-demand.html",
    "iran-missiles-sanctions.html",
    "pact-signed-in-pyongyang.html",
    "pearl-strait.rss",
    "semaphore-timeline.html",
    "state-tv-changes-satellite.html",
];

/// Pictures of the bundled wire: where its pages say they lie, the name here, the bytes.
pub const PICTURES: &[(&str, &str, &[u8])] = &[(
    "https://dniprolamplighter.example/images/kyiv-conference.svg",
    "kyiv-conference.svg",
    include_bytes!("../../../examples/wire/images/kyiv-conference.svg"),
)];

/// The files as items for the intake.
#[must_use]
pub fn items() -> Vec<Item> {
    let item = |(name, bytes): &(&str, &[u8])| Item {
        name: (*name).into(),
        bytes: bytes.to_vec(),
        hints: Hints::default(),
        feed: None,
    };
    FILES.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_report_of_the_folder_is_bundled() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/wire");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|e| e.expect("an entry"))
            .filter(|e| e.path().is_file() && e.file_name() != "README.md")
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        let bundled: Vec<&str> = super::FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(files, bundled);
    }
}

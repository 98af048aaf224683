//! Banks and brokers that publish ratings, by the names that headlines use.
//!
//! A closed list, so that a firm is told from a company in any position. Names that are also words
//! or companies' names are only taken where a firm must stand; that is decided in
//! [`super::clause`]. One line per house; the names are parted by bars.

use std::collections::HashMap;
use std::sync::LazyLock;

const HOUSES: &str = "\
Goldman Sachs|Goldman|Goldman Sachs Group
Morgan Stanley|Morgan Stanley Smith Barney
JPMorgan|JP Morgan|J.P. Morgan|J.P.Morgan|JPM|JPMorgan Chase|JPMorgan Chase & Co
BofA|Bank of America|BofA Securities|BofA Global Research|BofAML|Bank of America Merrill Lynch|BofA Merrill Lynch|BofA/Merrill|BAML|B of A|B of A Securities|B. of A. Securities|Merrill Lynch|Merrill|BAC/Merrill|Bank of America Securities|Bank of America/Merrill Lynch
Citi|Citigroup|Citi Research|Citi Investment Research|Citibank
Barclays|Barclays Capital|Barcap
UBS|UBS Group
Credit Suisse|CSFB
Deutsche Bank|Deutsche|DB
Wells Fargo|Wells|Wells Fargo Securities|Wachovia
Jefferies|Jefferies & Co|Jefferies & Company|Jefferies Group|Jefferies LLC
RBC|RBC Capital|RBC Capital Markets|Royal Bank of Canada
BMO|BMO Capital|BMO Capital Markets
TD Securities|TD Cowen|TD Newcrest|TD Waterhouse|TD
Cowen|Cowen & Co|Cowen & Co.|Cowen & Company|Cowen and Company|Cowen Group
Piper Jaffray|Piper Sandler|Piper|Piper Jaffray & Co
Stifel|Stifel Nicolaus|Stifel Nicholas|Stifel GMP
Raymond James|Raymond James & Associates
KeyBanc|KeyBanc Capital Markets|KeyBanc Capital|Key Banc|KeyCorp Capital Markets
Oppenheimer|Oppenheimer & Co|Oppenheimer & Co.
Needham|Needham & Co|Needham & Co.|Needham & Company
Evercore|Evercore ISI|Evercore Partners|ISI|ISI Group|Evercore ISI Group
Bernstein|Sanford Bernstein|Sanford C. Bernstein|Bernstein Research|Bernstein SocGen Group|AB Bernstein
Wedbush|Wedbush Securities|Wedbush Morgan
Canaccord|Canaccord Genuity|Canaccord Adams
Cantor|Cantor Fitzgerald
SunTrust|SunTrust Robinson Humphrey|SunTrust Robinson|SunTrust RH|STRH
Truist|Truist Securities
Baird|Robert W. Baird|Robert W Baird|RW Baird|R.W. Baird|Robert Baird
William Blair
Susquehanna|Susquehanna Financial|SIG
Stephens|Stephens & Co|Stephens & Co.|Stephens Inc
Mizuho|Mizuho Securities
Nomura|Nomura Instinet|Instinet|Nomura Securities
Macquarie|Macquarie Research|Macquarie Group
HSBC|HSBC Securities
Societe Generale|Société Générale|SocGen|SG Cowen
BNP Paribas|BNP|Exane BNP Paribas|BNP Paribas Exane|Exane
Berenberg|Berenberg Bank
Kepler Cheuvreux|Kepler|Kepler Capital Markets|Cheuvreux
CIBC|CIBC World Markets|CIBC Capital Markets
Scotiabank|Scotia Capital|Scotia Howard Weil|Howard Weil|Scotia|Bank of Nova Scotia
National Bank Financial|National Bank Fincl|National Bankshares|National Bank of Canada
Desjardins|Desjardins Securities
Guggenheim|Guggenheim Securities|Guggenheim Partners
Rosenblatt|Rosenblatt Securities
Loop Capital|Loop Capital Markets
DA Davidson|D.A. Davidson|D. A. Davidson|Davidson|D.A. Davidson & Co
B. Riley|B Riley|B. Riley FBR|B. Riley Securities|FBR|FBR Capital|FBR Capital Markets|FBR & Co|FBR & Co.|Friedman Billings
Roth|Roth Capital|Roth Capital Partners|ROTH MKM
Craig-Hallum|Craig Hallum
Northland|Northland Securities|Northland Capital|Northland Capital Markets
Maxim|Maxim Group
HC Wainwright|H.C. Wainwright|H. C. Wainwright|H.C. Wainwright & Co|HC Wainwright & Co.|H.C. Wainwright & Co.|Rodman & Renshaw|Rodman
Ladenburg|Ladenburg Thalmann|Ladenburg Thalmann & Co
Chardan|Chardan Capital|Chardan Capital Markets
Benchmark|The Benchmark Company|Benchmark Company|Benchmark Co|Benchmark Co.
Argus|Argus Research
Buckingham|Buckingham Research|The Buckingham Research Group
BTIG|BTIG Research
MKM|MKM Partners
MoffettNathanson|Moffett Nathanson
Pivotal Research|Pivotal Research Group|Pivotal
Pacific Crest|Pacific Crest Securities
Imperial Capital
Janney|Janney Capital|Janney Montgomery Scott|Janney Capital Markets
JMP|JMP Securities|Citizens JMP
Johnson Rice
Keefe Bruyette|Keefe, Bruyette & Woods|Keefe Bruyette & Woods|KBW|Keefe
Sandler O'Neill|Sandler|Sandler O'Neill & Partners
Compass Point
Sidoti|Sidoti & Co|Sidoti & Co.|Sidoti & Company
Noble Capital Markets|Noble Financial|Noble Financial Group|Noble
Dougherty|Dougherty & Co|Dougherty & Company|Dougherty & Co.
Brean Capital|Brean Murray|Brean Murray Carret|Brean
Topeka|Topeka Capital|Topeka Capital Markets
Sterne Agee|Sterne Agee CRT|Sterne, Agee|CRT Capital|CRT
CLSA|CLSA Americas
Daiwa|Daiwa Capital|Daiwa Capital Markets|Daiwa Securities
Hilliard Lyons|JJB Hilliard Lyons
Edward Jones
Gabelli|Gabelli & Co|G.Research|G. Research|GAMCO
Gordon Haskett
Cleveland Research
Wolfe|Wolfe Research|Wolfe Trahan
Monness Crespi|Monness Crespi Hardt|Monness, Crespi, Hardt|Monness, Crespi, Hardt & Co
Drexel Hamilton
Aegis|Aegis Capital
Axiom|Axiom Capital
Summit Redstone|Summit Research|Summit Insights|Summit Insights Group
Cross Research
Charter Equity
Griffin Securities
Feltl|Feltl & Co|Feltl & Co.|Feltl and Company
First Analysis
Avondale|Avondale Partners
Leerink|Leerink Swann|Leerink Partners|SVB Leerink|SVB Securities
Bryan Garnier
Tudor Pickering|Tudor Pickering Holt|Tudor Pickering & Holt|TPH
Simmons|Simmons & Co|Simmons & Company|Simmons Energy
Global Hunter|Global Hunter Securities
Iberia Capital|IBERIA Capital Partners
Capital One|Capital One Securities|Capital One Southcoast
Seaport|Seaport Global|Seaport Global Securities|Seaport Research|Seaport Research Partners
Euro Pacific|Euro Pacific Capital
Lazard|Lazard Capital|Lazard Capital Markets
Collins Stewart
ThinkEquity|Think Equity
Kaufman Bros|Kaufman Bros.|Kaufman Brothers
Caris|Caris & Co|Caris & Company
Morgan Keegan
Ticonderoga|Ticonderoga Securities
Gleacher|Gleacher & Co|Broadpoint
Miller Tabak
Lake Street|Lake Street Capital|Lake Street Capital Markets
Vertical Research|Vertical Research Partners|Vertical Group
Longbow|Longbow Research
Cormark|Cormark Securities
GMP Securities|GMP
Paradigm Capital
Haywood|Haywood Securities
Dundee Capital|Dundee Securities|Dundee
Telsey|Telsey Advisory|Telsey Advisory Group
Consumer Edge|Consumer Edge Research
Williams Capital|Williams Capital Group
Atlantic Equities
Redburn|Redburn Atlantic|Redburn Partners|Rothschild & Co Redburn|Rothschild Redburn
Liberum|Liberum Capital
Numis|Numis Securities
Peel Hunt
Panmure Gordon|Panmure|Panmure Liberum
Investec|Investec Bank
Shore Capital
Arete|Arete Research
New Street|New Street Research
CFRA
Morningstar
Zacks|Zacks Investment Research|Zacks Research
TheStreet|TheStreet Ratings
ValuEngine
Northcoast|Northcoast Research|NorthCoast
OTR Global|OTR
Barrington|Barrington Research
WestPark|WestPark Capital|Westpark Capital
Alliance Global|Alliance Global Partners|AGP|A.G.P.
EF Hutton
Ascendiant|Ascendiant Capital
Dawson James
National Securities
Odeon|Odeon Capital|Odeon Capital Group
Wunderlich|Wunderlich Securities
JonesTrading|Jones Trading
Hovde|Hovde Group
Boenning|Boenning & Scattergood
ABN Amro|ABN AMRO
ING
Santander
Natixis
Commerzbank
DZ Bank
LBBW
Nord/LB|Nord LB
Nordea
Danske Bank|Danske
SEB|SEB Equities
Handelsbanken
Carnegie
Pareto|Pareto Securities
DNB|DNB Markets
ABG Sundal|ABG Sundal Collier|ABG
Kempen
Oddo|Oddo BHF|Oddo Securities
Bankhaus Lampe|Bankhaus Metzler|Metzler
Hauck & Aufhauser|Hauck Aufhauser
MainFirst
M.M. Warburg|MM Warburg|Warburg|Warburg Research
Baader|Baader Bank|Baader Helvea
Goodbody
Davy|Davy Research
Cenkos
VTB Capital
Renaissance Capital
Itau BBA|Itau|Itau Unibanco
Bradesco|Bradesco BBI
BTG Pactual|BTG
Motilal Oswal
ICICI Securities
Kotak|Kotak Institutional Equities|Kotak Securities
Edelweiss
Emkay
Prabhudas Lilladher
Sharekhan
Axis Capital
JM Financial
CICC
Haitong|Haitong International
SMBC Nikko|Nikko
Melius|Melius Research
Zelman|Zelman & Associates
Arcadia|Arcadia Research
Brigantine|Brigantine Advisors
Auriga|Auriga USA
Detwiler Fenton
Soleil
Stanford Group
Thomas Weisel|Thomas Weisel Partners
Jesup & Lamont
Merriman|Merriman Curhan Ford|Merriman Capital
Hapoalim|Hapoalim Securities
Ardour|Ardour Capital
Janco|Janco Partners
BB&T|BB&T Capital|BB&T Capital Markets|BB&T Cap Mkts
Albert Fried
Levin|Levin & Co
Nollenberger
Standpoint Research
Hedgeye
Wellington Shields
Gilford|Gilford Securities
Burkenroad
Empire Capital
Fundamental Research
Mackie|Mackie Research
M Partners
Eight Capital
PI Financial
Beacon Securities
Echelon|Echelon Wealth
Laurentian Bank|Laurentian
Industrial Alliance|iA Securities
Raymond James Ltd
Acumen|Acumen Capital
ATB|ATB Capital|ATB Capital Markets
Clarus|Clarus Securities
Stonegate
Taglich
Singular Research
Zephirin
Colliers|Colliers Securities
Cascend|Cascend Securities
Spartan|Spartan Capital
Wall Street Zen
DBS|DBS Bank|DBS Vickers
OCBC|OCBC Investment Research
UOB|UOB Kay Hian
Maybank|Maybank Kim Eng
CGS-CIMB|CIMB|CGS International
China Renaissance
86 Research
US Tiger|Tiger Securities
First Shanghai
BOCOM|BOCOM International
Jyske|Jyske Bank
Sydbank
Rabobank
KBC|KBC Securities
Degroof|Degroof Petercam|Petercam
Intermonte
Mediobanca
Equita|Equita SIM
Banca Akros
Banca IMI
Fidentiis
Sabadell
Bankinter
Caixabank|CaixaBank BPI
JB Capital
Alantra
Execution Noble
Charles Stanley
Westhouse
finnCap
WH Ireland
N+1 Singer|Singer Capital Markets
Killik
Nplus1 Singer
Standard Chartered
Erste|Erste Group
Raiffeisen|Raiffeisen Bank International|RCB
Wood & Company|Wood & Co
Vontobel|Bank Vontobel
Zuercher Kantonalbank|ZKB
Julius Baer
Mirabaud|Mirabaud Securities
Octavian
Stifel Europe
Gerson Lehrman
Cuttone
Phillip Securities|PhillipCapital|Phillip Capital
Freedom Broker|Freedom Capital Markets|Freedom Finance
BWS Financial|BWS
Litchfield Hills|Litchfield Hills Research
Fearnley|Fearnley Fonds|Fearnleys
Clarksons Platou|Clarksons|Platou
Evercore Wealth
Jefferies Financial";

/// Agencies whose ratings are of debt.
pub(super) const CREDIT: &[&str] = &[
    "Moody's",
    "Moody\u{2019}s",
    "S&P",
    "Standard & Poor's",
    "Standard & Poor\u{2019}s",
    "Fitch",
    "DBRS",
    "Egan-Jones",
    "Kroll",
    "Scope Ratings",
    "A.M. Best",
    "AM Best",
];

/// Longest name in words.
pub(super) const WORDS_MAX: usize = 6;

/// True when `name` (words with single blanks, lower case, no final full stops) is a house's.
pub(super) fn is_firm(name: &str) -> bool {
    static NAMES: LazyLock<HashMap<String, ()>> = LazyLock::new(|| {
        HOUSES.lines().flat_map(|line| line.split('|')).map(|name| (folded(name), ())).collect()
    });
    NAMES.contains_key(name)
}

/// The form that names are compared in: lower case, no full stops, commas or doubled blanks.
pub(super) fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '.' | ',' => {}
            '\u{2019}' => out.push('\''),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_writing() {
        for name in ["J.P. Morgan", "Keefe, Bruyette & Woods", "ubs", "Sandler O\u{2019}Neill"] {
            assert!(is_firm(&folded(name)), "{name}");
        }
        assert!(!is_firm("apple"));
        for line in HOUSES.lines().flat_map(|l| l.split('|')) {
            assert!(line.split(' ').count() <= WORDS_MAX, "{line}");
        }
    }
}

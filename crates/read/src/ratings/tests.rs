//! Headlines and sentences in the wordings that wires, sites and posts use; written for this test.

use super::*;
use proptest::prelude::*;
use wiredesk_model::ReportId;

mod headlines;

fn ratings(text: &str) -> Vec<Rating> {
    let report = Report::new(ReportId::from("r"), text);
    let reading = Reading { sentences: crate::sentences::split(text), ..Reading::default() };
    find(&report, &reading, &Lexicon::empty())
}

/// `expected`: one line per rating, `firm|company|ticker|action|rating|prior|target|prior|move`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = ratings(text)
        .iter()
        .map(|r| {
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            let price = |field: Option<f64>| field.map(|p| p.to_string()).unwrap_or_default();
            [
                text(&r.firm),
                text(&r.company),
                text(&r.ticker),
                text(&r.action),
                text(&r.rating),
                text(&r.prior_rating),
                price(r.target),
                price(r.prior_target),
                text(&r.target_action),
            ]
            .join("|")
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_firm_rates_a_company() {
    check("UBS Upgrades Apple to Buy, Raises PT to $250", &["UBS|Apple||upgrade|Buy||250||raise"]);
    check(
        "Goldman Sachs Maintains Buy on Apple, Raises Price Target to $250",
        &["Goldman Sachs|Apple||maintain|Buy||250||raise"],
    );
    check(
        "Barclays Initiates Coverage On Apple with Overweight Rating, Announces Price Target of $250",
        &["Barclays|Apple||initiate|Overweight||250||set"],
    );
    check(
        "Morgan Stanley starts Acme at Equal-Weight with a $45 target",
        &["Morgan Stanley|Acme||initiate|Equal-Weight||45||set"],
    );
    check(
        "Goldman Sachs upgrades Delta Air Lines to Buy from Neutral, raises PT to $250 from $240",
        &["Goldman Sachs|Delta Air Lines||upgrade|Buy|Neutral|250|240|raise"],
    );
    check(
        "Jefferies Upgrades American Airlines (AAL) to Buy from Hold; PT $60",
        &["Jefferies|American Airlines|AAL|upgrade|Buy|Hold|60||set"],
    );
    check(
        "Keefe, Bruyette & Woods Downgrades Bank of America to Market Perform",
        &["Keefe, Bruyette & Woods|Bank of America||downgrade|Market Perform||||"],
    );
    check(
        "Stifel Starts AAR Corp. At Buy, $35 Target",
        &["Stifel|AAR Corp.||initiate|Buy||35||set"],
    );
    check("HSBC cuts Vodafone to \"reduce\"", &["HSBC|Vodafone||downgrade|reduce||||"]);
    check(
        "Berenberg starts Adidas with 'Buy', target 250 euros",
        &["Berenberg|Adidas||initiate|Buy||250||set"],
    );
    check(
        "Oppenheimer Assumes Adobe at Outperform, $300 PT",
        &["Oppenheimer|Adobe||assume|Outperform||300||set"],
    );
    check(
        "Nomura resumes coverage of Alibaba with Buy, $240 target",
        &["Nomura|Alibaba||resume|Buy||240||set"],
    );
    check(
        "Wells Fargo upgrades Target to overweight",
        &["Wells Fargo|Target||upgrade|overweight||||"],
    );
    check(
        "Susquehanna Adjusts Price Target on Apple to $170 From $165, Keeps Neutral Rating",
        &["Susquehanna|Apple||maintain|Neutral||170|165|raise"],
    );
    check(
        "JPMorgan upgrades Apple, cuts Google to neutral",
        &["JPMorgan|Apple||upgrade|||||", "JPMorgan|Google||downgrade|neutral||||"],
    );
}

#[test]
fn a_company_is_rated() {
    check("Apple Upgraded to Buy at UBS", &["UBS|Apple||upgrade|Buy||||"]);
    check(
        "Agilent Technologies Upgraded from Hold to Buy at Jefferies",
        &["Jefferies|Agilent Technologies||upgrade|Buy|Hold|||"],
    );
    check(
        "$AAPL upgraded to Buy from Neutral at UBS; PT raised to $250",
        &["UBS||AAPL|upgrade|Buy|Neutral|250||raise"],
    );
    check(
        "Morgan Stanley downgraded to Neutral at Citi",
        &["Citi|Morgan Stanley||downgrade|Neutral||||"],
    );
    check(
        "Beyond Meat cut to Neutral at JPMorgan",
        &["JPMorgan|Beyond Meat||downgrade|Neutral||||"],
    );
    check(
        "$NFLX Netflix downgraded to Underperform from Hold @ Jefferies",
        &["Jefferies|Netflix|NFLX|downgrade|Underperform|Hold|||"],
    );
    check(
        "Coverage initiated on Zynga with an Outperform rating at Wedbush",
        &["Wedbush|Zynga||initiate|Outperform||||"],
    );
    check(
        "Chesapeake Energy reiterated Neutral at Goldman",
        &["Goldman|Chesapeake Energy||reiterate|Neutral||||"],
    );
    check(
        "KeyBanc: Snap upgraded to Overweight; $18 PT",
        &["KeyBanc|Snap||upgrade|Overweight||18||set"],
    );
    check(
        "Target upgraded to Buy from Hold at Gordon Haskett",
        &["Gordon Haskett|Target||upgrade|Buy|Hold|||"],
    );
    check(
        "Abercrombie & Fitch upgraded to overweight from neutral at JPMorgan",
        &["JPMorgan|Abercrombie & Fitch||upgrade|overweight|neutral|||"],
    );
    check(
        "Advaxis Shares Tumble Following Downgrade By Jefferies",
        &["Jefferies|Advaxis||downgrade|||||"],
    );
}

#[test]
fn possessives_are_told_from_names() {
    check("Kohl's upgraded to Buy at UBS", &["UBS|Kohl's||upgrade|Buy||||"]);
    check(
        "Stephens & Co. Downgrades Aaron's to Equal-Weight, Lowers PT to $30.00",
        &["Stephens & Co.|Aaron's||downgrade|Equal-Weight||30||lower"],
    );
    check(
        "Susquehanna Raises Applied Materials' Target To $50",
        &["Susquehanna|Applied Materials|||||50||raise"],
    );
    check("Citi downgrades Moody's to neutral", &["Citi|Moody's||downgrade|neutral||||"]);
    check(
        "Shares of Atlas Air downgraded to Sell at Zacks",
        &["Zacks|Atlas Air||downgrade|Sell||||"],
    );
}

#[test]
fn a_target_moves() {
    check("Deutsche Bank Raises PT on Alcoa to $12", &["Deutsche Bank|Alcoa|||||12||raise"]);
    check(
        "Stifel Cuts Target on Abercrombie & Fitch from $20 to $15",
        &["Stifel|Abercrombie & Fitch|||||15|20|lower"],
    );
    check(
        "Tesla price target raised to $600 from $500 at Piper Sandler",
        &["Piper Sandler|Tesla|||||600|500|raise"],
    );
    check("$AMZN PT upped to $4000 @ MKM Partners", &["MKM Partners||AMZN||||4000||raise"]);
    check(
        "RBC raises Barrick Gold price target to C$30 from C$27",
        &["RBC|Barrick Gold|||||30|27|raise"],
    );
    check("AAPL target raised to 250 from 200 at UBS", &["UBS|AAPL|||||250|200|raise"]);
    check(
        "Facebook Price Target Increased To $300 By Wells Fargo Analysts",
        &["Wells Fargo|Facebook|||||300||raise"],
    );
    check(
        "Jefferies Boosts Target For Aetna From $110 to $120",
        &["Jefferies|Aetna|||||120|110|raise"],
    );
    check(
        "Target price target raised to $180 from $170 at Cowen",
        &["Cowen|Target|||||180|170|raise"],
    );
}

#[test]
fn what_analysts_call_their_own_is_no_company() {
    check(
        "Lantern Hill analyst Piet Aalders reiterated his Buy rating on Oracle and raised his target to $150 \
         from $142.",
        &["Lantern Hill|Oracle||reiterate|Buy||150|142|raise"],
    );
    check(
        "Goldman Sachs analyst Ann Lee upgraded Apple to Buy from Neutral and raised her price target to $250.",
        &["Goldman Sachs|Apple||upgrade|Buy|Neutral|250||raise"],
    );
    check(
        "Apple was upgraded to Buy at Goldman Sachs and downgraded to Sell at Barclays.",
        &["Goldman Sachs|Apple||upgrade|Buy||||", "Barclays|Apple||downgrade|Sell||||"],
    );
}

#[test]
fn running_text_is_read() {
    check(
        "Apple shares are trading higher after UBS upgraded the stock from Neutral to Buy and raised its \
         price target from $200 to $250.",
        &["UBS|Apple||upgrade|Buy|Neutral|250|200|raise"],
    );
    let told = ratings(
        "BMO Capital analyst Keith Bachman maintained an Outperform rating on Accenture and raised the price \
         target to $200 from $190.",
    );
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].analyst.as_deref(), Some("Keith Bachman"));
    assert_eq!(told[0].company.as_deref(), Some("Accenture"));
    assert_eq!(told[0].currency.as_deref(), Some("USD"));
    check(
        "Needham analyst Laura Martin reiterated a Buy rating on Netflix with a $700 price target.",
        &["Needham|Netflix||reiterate|Buy||700||maintain"],
    );
}

#[test]
fn other_news_is_left_alone() {
    for text in [
        "Benzinga's Top Upgrades, Downgrades For July 19, 2019",
        "Barrick Maintains 2019 Gold Production Outlook",
        "LVMH targets growth in China",
        "S&P upgrades Ford's credit rating to BBB",
        "Moody's downgrades Boeing to Baa2",
        "Wedbush downgrades several restaurant stocks",
        "Bernstein cuts price targets on Chinese internet stocks",
        "Barclays lifts S&P 500 target to 4,500",
        "Company raises quarterly dividend to $0.50 from $0.45",
        "Fed raises rates; Goldman raises US recession odds",
        "Hurricane Ida downgraded to a tropical storm",
        "The ministry said it would maintain its target of 5 percent growth",
        "Target cuts prices ahead of holidays",
        "The carrier upgrades its fleet and holds to its outlook",
        "From 2 December the Assembly began to sell church lands",
        "They took all feasible precautions to reduce harm and cut losses to reduce risk",
        "Buy now, pay later: Klarna raises $800 million",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_title_is_read_too_and_not_twice() {
    let mut report = Report::new(
        ReportId::from("r"),
        "UBS upgraded Apple to Buy from Neutral on Monday.\n\nMore.",
    );
    report.title = Some("Apple upgraded to Buy at UBS".to_owned());
    let reading =
        Reading { sentences: crate::sentences::split(&report.text), ..Reading::default() };
    let told = find(&report, &reading, &Lexicon::empty());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].prior_rating.as_deref(), Some("Neutral"));
}

proptest! {
    #[test]
    fn any_text_is_read_and_spans_slice(
        pieces in proptest::collection::vec(proptest::sample::select(&[
            "UBS ", "upgrades ", "Apple ", "to ", "Buy", ", ", "PT ", "raised ", "$250 ", "from ", "(NYSE:", "AAPL)",
            "$", "target ", "at ", "Keefe, ", "é", "'", "“", "; ", "on ", "coverage ", "cut ", "a ", "analyst ", "\n",
            "Equal-Weight ", "…", "$TSLA ", "price ", "and ", "@ ", ". ", ":",
        ][..]), 0..40)
    ) {
        let text = pieces.concat();
        for rating in ratings(&text) {
            prop_assert!(rating.span.of(&text).is_some_and(|s| !s.is_empty()));
        }
    }
}

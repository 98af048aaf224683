//! Headlines in the styles of the wires that carry ratings; the words are this test's own.

use super::check;

#[test]
fn coverage_is_begun_resumed_and_dropped() {
    check(
        "JPMorgan Initiates Coverage on Rivian with Neutral Rating and $15 Price Target",
        &["JPMorgan|Rivian||initiate|Neutral||15||set"],
    );
    check("Cowen Starts Nike (NKE) at Outperform", &["Cowen|Nike|NKE|initiate|Outperform||||"]);
    check(
        "Piper Sandler Reinstates Overweight on Citigroup, Announces $70 Price Target",
        &["Piper Sandler|Citigroup||reinstate|Overweight||70||set"],
    );
    check("Needham Assumes Coverage on Roku With Hold Rating", &["Needham|Roku||assume|Hold||||"]);
    check(
        "Argus Research Initiates Coverage On Lyft with Buy Rating, Announces Price Target of $20",
        &["Argus Research|Lyft||initiate|Buy||20||set"],
    );
    check("Lyft initiated with a Buy at Canaccord", &["Canaccord|Lyft||initiate|Buy||||"]);
    check(
        "Lyft initiated at Buy by Canaccord Genuity; target $22",
        &["Canaccord Genuity|Lyft||initiate|Buy||22||set"],
    );
    check(
        "Truist Securities initiates Etsy at hold with $60 price target",
        &["Truist Securities|Etsy||initiate|hold||60||set"],
    );
    check("Etsy assumed with a Hold at Truist", &["Truist|Etsy||assume|Hold||||"]);
    check("Coverage on Etsy resumed with a Buy rating at BofA", &["BofA|Etsy||resume|Buy||||"]);
    check("Etsy coverage initiated at Jefferies with Hold", &["Jefferies|Etsy||initiate|Hold||||"]);
    check(
        "Evercore ISI Group Initiates Coverage On Dutch Bros with In-Line Rating",
        &["Evercore ISI Group|Dutch Bros||initiate|In-Line||||"],
    );
}

#[test]
fn a_rating_is_kept() {
    check(
        "Wedbush Reiterates Outperform on Tesla, Maintains $300 Price Target",
        &["Wedbush|Tesla||reiterate|Outperform||300||maintain"],
    );
    check(
        "Citigroup Maintains Neutral on Chewy, Lowers Price Target to $38",
        &["Citigroup|Chewy||maintain|Neutral||38||lower"],
    );
    check(
        "UBS Maintains Sell on 3M, Raises Price Target to $104",
        &["UBS|3M||maintain|Sell||104||raise"],
    );
    check("Chewy's Buy rating reiterated at Needham", &["Needham|Chewy||reiterate|Buy||||"]);
    check(
        "Needham reiterates buy rating on Chewy, target price $40",
        &["Needham|Chewy||reiterate|buy||40||maintain"],
    );
    check(
        "Oppenheimer keeps Outperform rating on Disney, cuts target to $105 from $110",
        &["Oppenheimer|Disney||maintain|Outperform||105|110|lower"],
    );
    check(
        "Stephens reiterates an 'equal weight' rating on Disney",
        &["Stephens|Disney||reiterate|equal weight||||"],
    );
    check(
        "Tesla: Wedbush reiterates Outperform, PT $300",
        &["Wedbush|Tesla||reiterate|Outperform||300||maintain"],
    );
}

#[test]
fn a_company_gets_a_rating_or_target() {
    check("Nvidia gets a $175 price target from Melius", &["Melius|Nvidia|||||175||set"]);
    check("Nvidia gets a Buy rating from DZ Bank", &["DZ Bank|Nvidia|||Buy||||"]);
    check(
        "Nvidia price target bumped to $175 from $160 at Mizuho",
        &["Mizuho|Nvidia|||||175|160|raise"],
    );
    check("Mizuho ups Nvidia target to $175", &["Mizuho|Nvidia|||||175||raise"]);
    check(
        "Nvidia's target price raised to $175 by Mizuho Securities",
        &["Mizuho Securities|Nvidia|||||175||raise"],
    );
    check(
        "Peloton added to Conviction Buy list at Goldman Sachs",
        &["Goldman Sachs|Peloton|||Conviction Buy||||"],
    );
    check("Baird sets $55 target on Dollar Tree", &["Baird|Dollar Tree|||||55||set"]);
    check("Dollar Tree PT Raised to $55 at Baird", &["Baird|Dollar Tree|||||55||raise"]);
    check(
        "Dollar Tree PT lowered to $45 from $55 at Baird, keeps Neutral",
        &["Baird|Dollar Tree||maintain|Neutral||45|55|lower"],
    );
    check("Baird trims Dollar Tree's PT by $5 to $50", &["Baird|Dollar Tree|||||50||lower"]);
    check(
        "Dollar Tree (DLTR) PT Lowered to $120 at Telsey Advisory Group",
        &["Telsey Advisory Group|Dollar Tree|DLTR||||120||lower"],
    );
    check(
        "Netflix target hiked to Street-high $950 at Pivotal",
        &["Pivotal|Netflix|||||950||raise"],
    );
}

#[test]
fn upgrades_and_downgrades_in_many_orders() {
    check("Ford cut to sell at Goldman", &["Goldman|Ford||downgrade|sell||||"]);
    check(
        "Ford raised to overweight from equal-weight at Barclays",
        &["Barclays|Ford||upgrade|overweight|equal-weight|||"],
    );
    check(
        "Ford double upgraded to Buy from Underperform at BofA",
        &["BofA|Ford||upgrade|Buy|Underperform|||"],
    );
    check(
        "BofA double-downgrades Ford to Underperform",
        &["BofA|Ford||downgrade|Underperform||||"],
    );
    check(
        "Ford stock upgraded to Buy by Jefferies analyst John Smith",
        &["Jefferies|Ford||upgrade|Buy||||"],
    );
    check(
        "Ford upgraded to Hold vs. Sell at Deutsche Bank",
        &["Deutsche Bank|Ford||upgrade|Hold|Sell|||"],
    );
    check(
        "Deutsche Bank Upgrades Ford Motor (F) to Hold",
        &["Deutsche Bank|Ford Motor|F|upgrade|Hold||||"],
    );
    check(
        "Daiwa Capital Upgrades Intuit to Outperform, Announces $750 Price Target",
        &["Daiwa Capital|Intuit||upgrade|Outperform||750||set"],
    );
    check(
        "UPDATE: Keybanc downgrades Zoom to Sector Weight on growth worries",
        &["Keybanc|Zoom||downgrade|Sector Weight||||"],
    );
    check(
        "HSBC Downgrades Zoom Video to Reduce from Hold, Cuts PT to $60 from $75",
        &["HSBC|Zoom Video||downgrade|Reduce|Hold|60|75|lower"],
    );
    check("Zoom downgraded by HSBC to reduce on valuation", &["HSBC|Zoom||downgrade|reduce||||"]);
    check(
        "Raymond James lowers Zoom to Market Perform",
        &["Raymond James|Zoom||downgrade|Market Perform||||"],
    );
    check(
        "Zoom shares slip as Raymond James downgrades to market perform",
        &["Raymond James|Zoom||downgrade|market perform||||"],
    );
    check("Zoom Video falls after Citi downgrade", &["Citi|Zoom Video||downgrade|||||"]);
    check(
        "RBC Capital Upgrades Shopify to Outperform From Sector Perform, Lifts Target to C$140 From C$110",
        &["RBC Capital|Shopify||upgrade|Outperform|Sector Perform|140|110|raise"],
    );
    check(
        "Barclays upgrades BP to 'overweight'; shares rise",
        &["Barclays|BP||upgrade|overweight||||"],
    );
    check(
        "BP : Barclays raises to Overweight from Equal-Weight",
        &["Barclays|BP||upgrade|Overweight|Equal-Weight|||"],
    );
    check(
        "Berenberg raises BP target price to 550p from 500p",
        &["Berenberg|BP|||||550|500|raise"],
    );
    check(
        "Citi Upgrades Morgan Stanley to Buy, Raises PT to $100 from $90",
        &["Citi|Morgan Stanley||upgrade|Buy||100|90|raise"],
    );
    check(
        "Apple upgraded at Citi, while UBS cuts Dell to Neutral",
        &["Citi|Apple||upgrade|||||", "UBS|Dell||downgrade|Neutral||||"],
    );
    check(
        "$DELL: UBS cuts to Neutral, PT $110 (was $135)",
        &["UBS||DELL|downgrade|Neutral||110|135|lower"],
    );
    check(
        "Dell gets double upgrade to buy at Goldman Sachs, $155 PT",
        &["Goldman Sachs|Dell||upgrade|buy||155||set"],
    );
    check(
        "Analysts at Evercore upgraded Dell to outperform, citing AI servers",
        &["Evercore|Dell||upgrade|outperform||||"],
    );
    check(
        "Dell Technologies Inc. (NYSE:DELL) Upgraded to Strong-Buy by Zacks Investment Research",
        &["Zacks Investment Research|Dell Technologies Inc.|DELL|upgrade|Strong-Buy||||"],
    );
    check(
        "Dell Technologies (NYSE:DELL) Price Target Cut to $140.00 by Analysts at Barclays",
        &["Barclays|Dell Technologies|DELL||||140||lower"],
    );
    check(
        "Barclays Lowers Dell Technologies (NYSE:DELL) Price Target to $140.00",
        &["Barclays|Dell Technologies|DELL||||140||lower"],
    );
    check(
        "Dell Technologies (NYSE:DELL) Given New $140.00 Price Target at Barclays",
        &["Barclays|Dell Technologies|DELL||||140||set"],
    );
    check(
        "Dell Technologies (NYSE:DELL) Earns Overweight Rating from Barclays",
        &["Barclays|Dell Technologies|DELL||Overweight||||"],
    );
    check(
        "Wells Fargo & Company Lowers Dell (NYSE:DELL) to Equal Weight",
        &["Wells Fargo & Company|Dell|DELL|downgrade|Equal Weight||||"],
    );
    check(
        "Dell (NYSE:DELL) Rating Lowered to Equal Weight at Wells Fargo & Company",
        &["Wells Fargo & Company|Dell|DELL|downgrade|Equal Weight||||"],
    );
    check(
        "Dell started at outperform with $150 stock price target at Evercore ISI",
        &["Evercore ISI|Dell||initiate|outperform||150||set"],
    );
    check(
        "Dell stock price target raised to $150 vs. $120 at Evercore ISI",
        &["Evercore ISI|Dell|||||150|120|raise"],
    );
    check("Dell cut to neutral from buy at UBS", &["UBS|Dell||downgrade|neutral|buy|||"]);
}

#[test]
fn what_only_sounds_like_it_is_left_alone() {
    for text in [
        "Ford raises full-year guidance",
        "Target raises profit outlook, shares jump",
        "Nike maintains outlook for fiscal 2025",
        "Lockheed initiates quarterly dividend of $3.30",
        "Netflix raises prices again",
        "Analyst Downgrades: What to Watch This Week",
        "Here Are The Top Analyst Upgrades For Friday",
        "Wall Street's price targets for Apple, explained",
        "Coal miner cuts 300 jobs, lowers output target",
        "Airbus targets 800 deliveries in 2024",
        "Intel to buy chipmaker for $5 billion",
        "Fitch affirms Italy at BBB; outlook stable",
        "Oil major launches $2 billion buyback, keeps dividend",
        "Bitcoin holds above $60,000",
    ] {
        check(text, &[]);
    }
}

#[test]
fn the_words_of_posts_and_notes() {
    check(
        "$NVDA Nvidia: Raymond James raises PT to $170 (from $150), reiterates Strong Buy",
        &["Raymond James|Nvidia|NVDA|reiterate|Strong Buy||170|150|raise"],
    );
    check(
        "Micron $MU upgraded to Buy at New Street, tgt $140",
        &["New Street|Micron|MU|upgrade|Buy||140||set"],
    );
    check("Goldman Sachs removes Micron from Conviction Buy list", &[]);
    check(
        "Morgan Stanley reiterates Tesla as overweight",
        &["Morgan Stanley|Tesla||reiterate|overweight||||"],
    );
    check(
        "Bernstein upgrades Micron to outperform from market perform",
        &["Bernstein|Micron||upgrade|outperform|market perform|||"],
    );
    check(
        "Bank of America downgrades Micron to underperform from buy",
        &["Bank of America|Micron||downgrade|underperform|buy|||"],
    );
    check("Truist initiates Zoetis as buy", &["Truist|Zoetis||initiate|buy||||"]);
    check(
        "KeyBanc's Brandon Nispel upgrades Verizon to Overweight with a $45 price target",
        &["KeyBanc|Verizon||upgrade|Overweight||45||set"],
    );
    check(
        "Verizon: Upgrade to Overweight at KeyBanc",
        &["KeyBanc|Verizon||upgrade|Overweight||||"],
    );
    check(
        "Loop Capital cuts its target on Verizon to $40 from $44 and keeps a Hold rating",
        &["Loop Capital|Verizon||maintain|Hold||40|44|lower"],
    );
    check(
        "Verizon PT Cut to $40 by Loop Capital; Hold Maintained",
        &["Loop Capital|Verizon||maintain|Hold||40||lower"],
    );
    check(
        "Verizon price target lowered by $4 to $40 at Loop Capital",
        &["Loop Capital|Verizon|||||40||lower"],
    );
    check(
        "Credit Suisse Stays Neutral on Verizon",
        &["Credit Suisse|Verizon||maintain|Neutral||||"],
    );
    check(
        "Roth Capital Initiates Verizon at Neutral, Establishes $42 PT",
        &["Roth Capital|Verizon||initiate|Neutral||42||set"],
    );
    check(
        "Benchmark Raises Verizon Target From $50 To $55, Reiterates Buy",
        &["Benchmark|Verizon||reiterate|Buy||55|50|raise"],
    );
    check(
        "JMP Securities Downgrades Verizon To Market Perform, No Price Target",
        &["JMP Securities|Verizon||downgrade|Market Perform||||"],
    );
    check(
        "Macquarie upgrades Alibaba ADR to Outperform, PT HK$120",
        &["Macquarie|Alibaba ADR||upgrade|Outperform||120||set"],
    );
    check(
        "Tesco: JPMorgan cuts to 'neutral' from 'overweight'; target price 260p",
        &["JPMorgan|Tesco||downgrade|neutral|overweight|260||set"],
    );
    check(
        "BRIEF-Tesco: Bernstein raises target price to 290p from 270p",
        &["Bernstein|Tesco|||||290|270|raise"],
    );
    check(
        "Infosys: Nomura maintains 'buy', target price Rs 1,800",
        &["Nomura|Infosys||maintain|buy||1800||maintain"],
    );
    check(
        "Infosys rating cut to 'hold' at Jefferies; target Rs 1,500",
        &["Jefferies|Infosys||downgrade|hold||1500||set"],
    );
}

#[test]
fn lines_under_a_cashtag_are_about_its_company() {
    check("$CX - Cemex cut at UBS on weak prices", &["UBS|Cemex|CX|downgrade|||||"]);
    check(
        "$FTI - TechnipFMC downgraded at Berenberg to Hold",
        &["Berenberg|TechnipFMC|FTI|downgrade|Hold||||"],
    );
    check("$ESS: BTIG cuts to Neutral", &["BTIG||ESS|downgrade|Neutral||||"]);
    check("$HXL - Wells Fargo slashes PT on Hexcel", &["Wells Fargo|Hexcel|HXL||||||lower"]);
    check("$GE - Dividend cut at the company", &[]);
}

#[test]
fn a_possessive_may_be_part_of_the_name() {
    check(
        "Deutsche Bank Maintains Hold on Aaron's, Raises PT to $32",
        &["Deutsche Bank|Aaron's||maintain|Hold||32||raise"],
    );
    check("Citi Adjusts Etsy's Price Target to $80 From $65", &["Citi|Etsy|||||80|65|raise"]);
}

#[test]
fn an_analyst_is_named_behind_the_firm() {
    let analyst = |text: &str| super::ratings(text).remove(0).analyst;
    let check = |text: &str, name: &str| assert_eq!(analyst(text).as_deref(), Some(name), "{text}");
    check("UBS's Jane Doe cuts Qualcomm to Neutral", "Jane Doe");
    check("UBS analyst Jane Doe cuts Qualcomm to Neutral", "Jane Doe");
    assert_eq!(analyst("UBS cuts Qualcomm to Neutral"), None);
}

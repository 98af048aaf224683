//! Faults of every class over newswire sentences: each must be found, and as what it is. Each line
//! is `class: what the report says | what the sentence says`; reports are of Friday, 15 November
//! 2024. With `!` it must be hard; `a/b` may be told as either.

use wiredesk_draft::{Checker, Setting, Shelf};
use wiredesk_model::{Evidence, Published, Reading, Report, Span};

#[test]
fn every_fault_is_found_as_what_it_is() {
    let missed: Vec<String> = FAULTS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let (class, rest) = line.split_once(": ").expect("a class");
            let (told, said) = rest.split_once(" | ").expect("two sides");
            miss(class, told, said).map(|found| format!("{line}\n    {found}"))
        })
        .collect();
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

fn miss(class: &str, told: &str, said: &str) -> Option<String> {
    let mut report = Report::new("r1".into(), told);
    report.published = Published::parse("2024-11-15");
    let reading = Reading::default();
    let shelf = Shelf::new([(&report, &reading)]);
    let whole = Evidence { report: report.id.clone(), span: Span::new(0, told.len()) };
    let check = Checker::default().check_sentence(said, &[whole], &shelf, &Setting::default());
    let (class, hard) = match class.strip_suffix('!') {
        Some(class) => (class, true),
        None => (class, false),
    };
    let found = check
        .findings
        .iter()
        .any(|f| class.split('/').any(|c| f.class.as_str() == c) && (f.hard || !hard));
    (!found).then(|| {
        format!(
            "{:?}",
            check.findings.iter().map(|f| (f.class, f.hard, &f.reason)).collect::<Vec<_>>()
        )
    })
}

const FAULTS: &str = "\
# number
number!: The bank raised its rate by a quarter point on Thursday. | The bank raised its rate by half a point on Thursday.
number!: The bank raised its rate by a quarter point on Thursday. | The bank raised its rate by 50 basis points on Thursday.
number!: Half of the 2,400 workers were sent home. | 1,600 of the 2,400 workers were sent home.
number!: Three quarters of voters backed the plan. | Two thirds of voters backed the plan.
number!: A third of the seats went to women. | A quarter of the seats went to women.
number!: One in four households went without power. | One in five households went without power.
number!: Two dozen protesters were arrested. | Three dozen protesters were arrested.
number!: The city has one and a half million residents. | The city has two and a half million residents.
number!: Sales rose 12% in Norra and 8% in Sund. | Sales rose 8% in Norra and 12% in Sund.
number!: Support stood at 41 percent for Hale and 38 percent for Ruiz. | Support stood at 38 percent for Hale and 41 percent for Ruiz.
number!: Acme employs 300 people and Zenda 450. | Acme employs 450 people and Zenda 300.
number!: The fund lost $1.2 billion on sales of $4 billion. | The fund lost $4 billion on sales of $1.2 billion.
number!: Some 250,000 homes lost power. | Half a million homes lost power.
number!: At least 12 people were hurt. | At least 21 people were hurt.
number!: Profit was 1.45 euros a share. | Profit was 1.54 euros a share.
number!: The bill passed 220-211. | The bill passed 211-220.
number/date!: At least 1,991 delegates are needed to win. | At least 2,020 delegates are needed to win.
number!: Zenda's profit was $61m, down from $74m a year before. | Zenda's profit was $74m, down from $61m a year before.
number!: Sales were 3.31bn euros, above the 3.27bn expected. | Sales were 3.27bn euros, above the 3.31bn expected.
number!: At least 6 were killed and about 31 wounded in Lund. | At least 31 were killed and about 6 wounded in Lund.
number!: Nine people drowned, four of them pupils. | Four people drowned, nine of them pupils.
number!: Nine people drowned, four of them pupils. | Nine pupils drowned.
number!: Acme gained 4% and Zenda lost 7%. | Acme gained 7% and Zenda lost 4%.
number/date!: The fund made $9m in 2023 from $6m in 2021. | The fund made $9m in 2021 from $6m in 2023.
number!: The bank raised its rate to 2.75% from 2.5%. | The bank raised its rate to 2.5% from 2.75%.
number!: The bank raised its rate to 2.75% from 2.5%. | The bank raised its rate by 2.75%.
number!: Output rose by 6 percent in May. | Output rose to 6 percent in May.
# unit
unit!: The parcel weighed 5 kg. | The parcel weighed 5 pounds.
unit!: The wind reached 120 km per hour. | The wind reached 120 miles per hour.
unit!: The fund lost €1.2 billion. | The fund lost $1.2 billion.
unit!: The strike lasted 12 days. | The strike lasted 12 weeks.
unit!: The ferry left at 6 a.m. on Monday. | The ferry left at 6 p.m. on Monday.
unit!: The broker cut its target for Alder to 86 crowns. | The broker cut its target for Alder to $86.
unit!: The fine was 40 million crowns. | The fine was 40 million euros.
unit!: The fine was 40 million crowns. | The fine was 40 million dollars.
number/unit!: Norra and Ostia agreed a 48-hour pause. | Norra and Ostia agreed a three-day pause.
# date
date!: The court ruled on Thursday. | The court ruled on Wednesday.
date/number!: The court ruled on 3 November. | The court ruled on 13 November.
date!: The court ruled last year. | The court ruled in 2021.
date/number!: The court ruled on November 3, 2024. | The court ruled on 2024-10-03.
date!: The court ruled last month. | The court ruled in September.
date!: The mine opened in 1998. | The mine opened in 1989.
# what is to come
date!: The senate will vote on Tuesday. | The senate will vote on November 12.
date!: The strike is to begin on Wednesday. | The strike is to begin on November 13.
date!: The ferry is due to sail on Sunday. | The ferry is due to sail on November 10.
date!: The rebels must pull out by Monday. | The rebels must pull out by November 11.
date!: Results are expected on Thursday. | Results are expected on November 14.
date!: Norra agreed to a pause that starts on Saturday. | Norra agreed to a pause that starts on November 9.
date!: The senate voted on Tuesday. | The senate voted on November 19.
# name, speaker
name!: The United States sent two ships to Norra. | The United Kingdom sent two ships to Norra.
name!: The World Health Organization sent doctors. | The ILO sent doctors.
name!: Acme Inc. bought Zenda for $3 million. | Acme Inc. bought Kronos for $3 million.
name!: Chile's president, Ana Rojas, signed the law on Monday. | Peru's president, Ana Rojas, signed the law on Monday.
speaker!: “We are ready,” Lena Fisk said. | “We are ready,” Omar Haddad said.
speaker/roles!: The mine will close, Lena Fisk said, as Jan Novak looked on. | The mine will close, Jan Novak said, as Lena Fisk looked on.
name!: China rejected the tariffs. | Tokyo rejected the tariffs.
# quote
quote!: “We are ready for winter,” Lena Fisk said. | “We are not ready for winter,” Lena Fisk said.
quote!: “The plan is sound,” she said. | “The plan is perfectly sound,” she said.
quote!: Lena Fisk said the plan was sound. | “The plan was sound,” Lena Fisk said.
# negation
negation!: The court did not accept the appeal. | The court accepted the appeal.
negation!: Police found traces of the drug. | Police found no traces of the drug.
negation!: The minister has never met the envoy. | The minister has met the envoy.
negation!: The talks ended without a deal. | The talks ended with a deal.
negation!: Norra denied that it had shelled Sund. | Norra shelled Sund.
negation!: Zenda denied dumping oil in the bay. | Zenda dumped oil in the bay.
negation!: Zenda denies it had bribed the mayor. | Zenda bribed the mayor.
negation!: The ministry rejected claims that it had copied the letters. | The ministry copied the letters.
negation!: The ministry dismissed reports that it had bought drones. | The ministry bought drones.
negation!: Economists doubt that Zenda repaid the loan. | Zenda repaid the loan.
negation!: The club disputed the allegation that its coach had hit a fan. | The coach hit a fan.
negation!: Lena Fisk denied that she had met the envoy. | Lena Fisk denied that she had not met the envoy.
# direction
direction!: Shares rose 3 percent on Monday. | Shares fell 3 percent on Monday.
direction!: Inflation accelerated in March. | Inflation slowed in March.
direction!: The bank upgraded Acme to buy. | The bank downgraded Acme to buy.
direction!: The port opened on Monday. | The port closed on Monday.
direction!: The deficit widened in May. | The deficit narrowed in May.
direction!: The court upheld the ban. | The court overturned the ban.
direction!: The council lifted the sanctions. | The council imposed the sanctions.
direction!: The broker cut Alder to Sell from Hold. | The broker cut Alder to Hold from Sell.
number!: The broker cut its target for Alder to 86 crowns from 97. | The broker cut its target for Alder to 97 crowns from 86.
# attribution, hedge
attribution: The mine will close, the company said. | The mine will close.
attribution: According to police, the driver fled. | The driver fled.
attribution: According to Acme, the update adds over 250 features to the phone. | The update adds over 250 features to the phone.
attribution: According to the ministry, there were 27 confirmed cases in Sund. | There were 27 confirmed cases in Sund.
attribution: The minister claimed that the rebels had left. | The rebels had left.
hedge: The driver allegedly fled the scene. | The driver fled the scene.
hedge: The storm may reach Sund on Monday. | The storm will reach Sund on Monday.
hedge: The fire was probably caused by a cable. | The fire was caused by a cable.
hedge: The firm reportedly rejected the offer. | The firm rejected the offer.
hedge: About 300 people came to the square. | 300 people came to the square.
hedge: Shares of Zenda fell as much as 6% on Monday. | Shares of Zenda fell 6% on Monday.
hedge: Prices could rise by as much as 14% this year. | Prices could rise by 14% this year.
hedge: Lena Fisk is unlikely to win the vote. | Lena Fisk would not win the vote.
date: The envoys have met twice since March. | The envoys have met twice in March.
status: The mayor resigned on Monday. | The mayor will resign on Monday.
# scope
scope: Some farmers joined the strike. | All farmers joined the strike.
scope: Most schools stayed open. | All schools stayed open.
scope: A person familiar with the matter said the deal was close. | People familiar with the matter said the deal was close.
scope: A source close to the talks said a deal was near. | Sources close to the talks said a deal was near.
scope: An official said the port would shut. | Officials said the port would shut.
scope: One of the ministers resigned. | The ministers resigned.
# status
status: Acme plans to buy Zenda. | Acme bought Zenda.
status: Acme agreed to buy Zenda. | Acme bought Zenda.
status: The man was charged with fraud. | The man was convicted of fraud.
status: The senate is considering a ban. | The senate passed a ban.
status: The union threatened to strike on Monday. | The union went on strike on Monday.
# roles
roles: Acme sued Zenda over the patent. | Zenda sued Acme over the patent.
roles: The army captured Holmsk from the rebels of Rovna. | The army captured Rovna from the rebels of Holmsk.
roles: Norra captured the port from Sund. | Sund captured the port from Norra.
roles: Fisk defeated Novak in the final. | Novak defeated Fisk in the final.
roles: Zenda was bought by Acme. | Acme was bought by Zenda.
roles: Norra borrowed 40 tanks from Sund. | Sund borrowed 40 tanks from Norra.
roles: Acme leads Zenda by 4 points. | Zenda leads Acme by 4 points.
roles!: Norra shelled Sund on Monday. | Norra was shelled by Sund on Monday.
roles!: Acme sued Zenda. | Acme was sued by Zenda.
roles!: East Norra supplied drones to Ostia. | East Norra was supplied with drones by Ostia.
roles!: Norra was shelled by Sund on Monday. | Norra shelled Sund on Monday.
roles!: The navy accused the rebels of piracy. | The rebels accused the navy of piracy.
roles!: The union said that the company had broken the law. | The company said that the union had broken the law.
# cause
cause: The plant closed after prices fell. | The plant closed because prices fell.
cause: Shares fell 3 percent as oil rose. | Shares fell 3 percent due to rising oil.
cause: The talks ended on Monday and the price of gas rose. | The talks led to a rise in the price of gas.
# content
content: The port reopened on Monday. | The port reopened on Monday to cheering crowds.
content: Acme bought Zenda. | Acme bought Zenda, a struggling airline.
";

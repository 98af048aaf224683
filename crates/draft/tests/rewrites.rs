//! Harmless rewrites of newswire facts: the same thing in another house's way of writing. None may
//! be accused. Each line is `what the report says | what the sentence says`; reports are of Friday,
//! 15 November 2024.

use wiredesk_draft::{Checker, Setting, Shelf};
use wiredesk_model::{Evidence, Published, Reading, Report, Span};

#[test]
fn no_harmless_rewrite_is_accused() {
    let accused: Vec<String> = REWRITES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let (told, said) = line.split_once(" | ").expect("two sides");
            accusation(told, said).map(|found| format!("{line}\n    {found}"))
        })
        .collect();
    assert!(accused.is_empty(), "{} accused:\n{}", accused.len(), accused.join("\n"));
}

fn accusation(told: &str, said: &str) -> Option<String> {
    let mut report = Report::new("r1".into(), told);
    report.published = Published::parse("2024-11-15");
    let reading = Reading::default();
    let shelf = Shelf::new([(&report, &reading)]);
    let whole = Evidence { report: report.id.clone(), span: Span::new(0, told.len()) };
    let check = Checker::default().check_sentence(said, &[whole], &shelf, &Setting::default());
    let found: Vec<String> =
        check.findings.iter().map(|f| format!("{:?} {}: {}", f.class, f.hard, f.reason)).collect();
    (!found.is_empty()).then(|| found.join("; "))
}

const REWRITES: &str = "\
# numbers in words, scales, fractions
The bank raised its rate by a quarter point on Thursday. | The bank raised its rate by 0.25 point on Thursday.
The bank raised its rate by a quarter point on Thursday. | The bank raised its rate by 25 basis points on Thursday.
The bank raised its rate by a quarter of a percentage point. | The bank raised its rate by 0.25 percentage points.
The bank cut its rate by half a percentage point. | The bank cut its rate by 50 basis points.
The bank cut its rate by 50 basis points. | The bank cut its rate by half a point.
The bank cut its rate by 0.5 percentage points. | The bank cut its rate by half a percentage point.
Half of the 2,400 workers were sent home. | 1,200 of the 2,400 workers were sent home.
The plant has 2,400 workers, half of whom were sent home. | The plant sent 1,200 of its 2,400 workers home.
A quarter of the 400 shops closed. | 100 of the 400 shops closed.
Three quarters of voters backed the plan. | 75% of voters backed the plan.
Three-quarters of voters backed the plan. | 75 percent of voters backed the plan.
Half of voters backed the plan. | 50% of voters backed the plan.
A third of the seats went to women. | One third of the seats went to women.
One in four households went without power. | 25% of households went without power.
One in five pupils missed school. | 20 percent of pupils missed school.
Two-thirds of members voted for the deal. | Two thirds of members voted for the deal.
Seven people died in the blast. | 7 people died in the blast.
Twenty-one miners were rescued. | 21 miners were rescued.
The city has one and a half million residents. | The city has 1.5 million residents.
The city has 1.5 million residents. | The city has 1,500,000 residents.
Some 250,000 homes lost power. | About a quarter of a million homes lost power.
A hundred houses burned. | 100 houses burned.
Two dozen protesters were arrested. | 24 protesters were arrested.
A dozen ships were delayed. | Twelve ships were delayed.
The fund lost $1.2 billion. | The fund lost 1.2 billion dollars.
The fund lost $1.2 billion. | The fund lost $1.2bn.
The fund lost $1.2 billion. | The fund lost US$1.2 billion.
The fund lost $1.2 billion. | The fund lost US$1.2bn.
The fund lost US$1.2 billion. | The fund lost $1.2 billion.
The fund lost €800m. | The fund lost 800 million euros.
The fund lost £3m. | The fund lost 3 million pounds.
The fund lost 5 billion yen. | The fund lost ¥5 billion.
The shares cost 99 cents each. | The shares cost $0.99 each.
The levy is 15 percent. | The levy is 15%.
The levy is 15 per cent. | The levy is fifteen percent.
Nearly 3,000 people fled the valley. | Almost 3,000 people fled the valley.
About 3,000 people fled the valley. | Approximately 3,000 people fled the valley.
Around 3,000 people fled the valley. | Some 3,000 people fled the valley.
At least 12 people were hurt. | No fewer than 12 people were hurt.
More than 500 flights were cancelled. | Over 500 flights were canceled.
Fewer than 40 cases were found. | Under 40 cases were found.
Unemployment stood at 4.97 percent. | Unemployment stood at about 5 percent.
The army has 98,700 soldiers. | The army has nearly 100,000 soldiers.
The team won 3-1. | The team won 3 to 1.
The bill passed by 220 votes to 211. | The bill passed 220-211.
He was fined $20,000. | He was fined $20K.
# hours and dates
The ferry left at 0600 on Monday. | The ferry left at 6 a.m. on Monday.
The ferry left at 6 a.m. on Monday. | The ferry left at 06:00 on Monday.
The ferry left at 18:30 on Monday. | The ferry left at 6:30 p.m. on Monday.
The ferry left at 6:30pm on Monday. | The ferry left at 6.30 p.m. on Monday.
The ferry left at noon. | The ferry left at 12 p.m.
The ferry left at midday. | The ferry left at noon.
The court ruled on 3 November. | The court ruled on November 3.
The court ruled on November 3, 2024. | The court ruled on Nov. 3, 2024.
The court ruled on November 3rd. | The court ruled on 3 Nov.
The court ruled on Thursday. | The court ruled on November 14.
The court ruled yesterday. | The court ruled on Thursday.
The court ruled last month. | The court ruled in October.
The court ruled last year. | The court ruled in 2023.
The court will rule next month. | The court will rule in December.
The court ruled earlier this month. | The court ruled earlier in November.
The court ruled on 2024-11-03. | The court ruled on November 3, 2024.
Growth slowed in the fourth quarter. | Growth slowed in Q4.
# names, titles, places
President Maria Okafor met the Pope. | Okafor met the Pope.
Finance Minister Jan Novak resigned. | Jan Novak, the finance minister, resigned.
U.S. officials met Chinese officials in Geneva. | American officials met Chinese officials in Geneva.
The United States sent two ships. | The US sent two ships.
The British government refused. | The U.K. government refused.
The United Nations sent aid. | The UN sent aid.
The World Health Organization (WHO) sent doctors. | The WHO sent doctors.
The World Health Organization sent doctors. | The WHO sent doctors.
The WHO sent doctors. | The World Health Organization (WHO) sent doctors.
The European Central Bank held its rate. | The ECB held its rate.
Federal Reserve Chair Anna Lind spoke. | Fed Chair Anna Lind spoke.
The French leader visited Chile. | The leader of France visited Chile.
Norway's army moved north. | The Norwegian army moved north.
Dr. Ines Ruiz won the prize. | Dr Ines Ruiz won the prize.
Senator Tom Hale voted against it. | Sen. Tom Hale voted against it.
Lena Fisk, 45, was arrested on Monday. | Lena Fisk, aged 45, was arrested on Monday.
Lena Fisk, 45, was arrested on Monday. | The 45-year-old Lena Fisk was arrested on Monday.
Acme Corporation bought Zenda. | Acme Corp. bought Zenda.
Acme Inc. bought Zenda for $3 million. | Acme bought Zenda for $3 million.
# what is to come
The senate will vote on Tuesday. | The senate will vote on November 19.
The strike is to begin on Wednesday. | The strike is to begin on November 20.
The ferry is due to sail on Sunday. | The ferry is due to sail on November 17.
The rebels agreed to pull out by Monday. | The rebels agreed to pull out by November 18.
Results are expected on Thursday. | Results are expected on November 21.
Norra agreed to a pause that starts on Saturday. | Norra agreed to a pause that starts on November 16.
The ceasefire was extended until Sunday. | The ceasefire was extended until November 17.
The hearing is on Tuesday, the court said. | The court said the hearing is on Tuesday.
The senate voted on Tuesday. | The senate voted on November 12.
The envoy said on Monday that talks will resume. | The envoy said on November 11 that talks will resume.
# denials
Norra denied that it had shelled Sund. | Norra said that it had not shelled Sund.
Norra denied that it had shelled Sund. | Norra said it had not shelled Sund.
Lena Fisk said that she had not met the envoy. | Lena Fisk denied that she had met the envoy.
Zenda denied that it had bribed the mayor. | Zenda denied it had bribed the mayor.
Zenda denied that it had bribed the mayor. | Zenda has denied bribing the mayor.
The ministry did not deny that it had bought drones. | The ministry didn't deny that it had bought drones.
Zenda bribed the mayor, prosecutors say. Zenda denies that it bribed the mayor. | Zenda bribed the mayor, prosecutors say.
Zenda, which denied that it had bribed the mayor, fired its chairman. | Zenda fired its chairman.
# figures in another order
Zenda's profit fell to $61m from $74m. | Zenda's profit fell from $74m to $61m.
The blast killed 6 and wounded 31. | The blast wounded 31 and killed 6.
At least 6 were killed and about 31 wounded in Lund. | About 31 were wounded and at least 6 were killed in Lund.
Acme gained 4% and Zenda lost 7%. | Zenda lost 7% and Acme gained 4%.
The bank gave a 3-year loan and a 5-year loan. | The bank gave a 5-year loan and a 3-year loan.
Nine people drowned, four of them pupils. | Nine people drowned, including four pupils.
Output rose by 6 percent in May. | Output rose 6 percent in May.
The bank raised its rate to 2.75% from 2.5%. | The bank raised its rate from 2.5% to 2.75%.
# the same deed
Norra shelled Sund on Monday. | Sund was shelled by Norra on Monday.
East Norra supplied drones to Ostia. | Ostia was supplied with drones by East Norra.
The navy accused the rebels of piracy. | The rebels were accused of piracy by the navy.
The company, said the union, broke the law. | The union said the company broke the law.
The minister met the envoy on Monday. | The envoy met the minister on Monday.
# bounds and currencies
Shares of Zenda fell as much as 6% on Monday. | Shares of Zenda fell by up to 6% on Monday.
Shares of Zenda fell as much as 6% on Monday. | Shares of Zenda dropped as much as 6 percent on Monday.
The fine was 40 million crowns. | The fine was 40m crowns.
The envoys have met twice since March. | Since March, the envoys have met twice.
# lengths and capitals
Norra and Ostia agreed a 48-hour pause. | Norra and Ostia agreed a two-day pause.
The strike lasted 14 days. | The strike lasted two weeks.
The United States urged both sides to talk. | Washington urged both sides to talk.
China rejected the tariffs. | Beijing rejected the tariffs.
The kettles, model K-90, were sold at Tarn Home stores. | Tarn Home stores sold the kettles, model K-90.
The broker cut Alder to Sell from Hold. | The broker cut Alder from Hold to Sell.
# saying, voice, form
The mine will close, the company said. | The mine will close, according to the company.
“We are ready,” Lena Fisk said. | “We are ready,” said Lena Fisk.
The mine will close, Lena Fisk said. | Lena Fisk says the mine will close.
The mine will close, Lena Fisk said. | The mine would close, Lena Fisk said.
The mine will close, Lena Fisk told reporters. | Lena Fisk said the mine will close.
The minister announced that the mine will close. | The minister said that the mine will close.
Police arrested three men. | Three men were arrested by police.
The storm destroyed 40 homes. | Forty homes were destroyed by the storm.
Zenda was bought by Acme. | Acme bought Zenda.
The court did not accept the appeal. | The court didn't accept the appeal.
The court has not ruled. | The court hasn't ruled.
They will not leave. | They won't leave.
The firm is recalling 3,000 cars. | The company is recalling 3,000 cars.
The talks began on Monday. | The talks started on Monday.
The fire killed four people. | Four people died in the fire.
The colour of the harbour changed. | The color of the harbor changed.
The union organised a strike. | The union organized a strike.
Shares fell 3 percent on Monday. | Shares dropped 3% on Monday.
Shares rose by 3 percent on Monday. | Shares were up 3% on Monday.
However, the port reopened on Monday. | The port reopened on Monday.
The port, which was shut for a week, reopened on Monday. | The port reopened on Monday.
The two sides reached an agreement on Monday. | The two sides reached a deal on Monday.
The president of Chile, Ana Rojas, signed the law on Monday. | Chile's president, Ana Rojas, signed the law on Monday.
Ten kilometers of road were closed. | Ten km of road were closed.
The parcel weighed five kilograms. | The parcel weighed 5 kg.
";

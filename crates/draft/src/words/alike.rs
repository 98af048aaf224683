//! Words that are the same, and words that may stand for one another.

/// First word of a line: the key that the others take.
pub(super) const SAME_WORDS: &str = "\
uk britain british briton britons
us america american americans usa
eu european
un
france french frenchman
germany german germans
netherlands dutch holland
greece greek greeks
denmark danish dane danes
switzerland swiss
wales welsh
poland polish pole poles
ireland irish
scotland scottish scots scot
england english
spain spanish spaniard spaniards
sweden swedish swede swedes
finland finnish finn finns
turkey turkish turks turk turkiye
thailand thai thais
philippines filipino filipinos philippine
norway norwegian norwegians
peru peruvian peruvians
iceland icelandic icelander
belgium belgian belgians
portugal portuguese
china chinese
japan japanese
vietnam vietnamese
lebanon lebanese
russia russian russians
ukraine ukrainian ukrainians
israel israeli israelis
iraq iraqi iraqis
iran iranian iranians
pakistan pakistani pakistanis
afghanistan afghan afghans
kazakhstan kazakh
uzbekistan uzbek
argentina argentine argentinian
brazil brazilian brazilians
mexico mexican mexicans
canada canadian canadians
cuba cuban cubans
italy italian italians
hungary hungarian hungarians
romania romanian romanians
bulgaria bulgarian bulgarians
serbia serbian serb serbs serbian
croatia croatian croat croats
slovakia slovak slovaks
slovenia slovenian slovene
czechia czech czechs
austria austrian austrians
australia australian australians
india indian indians
egypt egyptian egyptians
syria syrian syrians
libya libyan libyans
saudi saudis
yemen yemeni yemenis
korea korean koreans
taiwan taiwanese
myanmar burma burmese
nepal nepalese nepali
sudan sudanese
kenya kenyan kenyans
nigeria nigerian nigerians
ethiopia ethiopian ethiopians
ghana ghanaian
congo congolese
africa african africans
asia asian asians
europe europeans
colombia colombian colombians
venezuela venezuelan venezuelans
chile chilean chileans
kyiv kiev
defence defense
programme program
centre center
labour labor
cancelled canceled
licence license
offence offense
grey gray
plough plow
sceptical skeptical
ageing aging
judgement judgment
dialogue dialog
catalogue catalog
manoeuvre maneuver
aluminium aluminum
aeroplane airplane
airplanes aeroplanes
theatre theater
fibre fiber
calibre caliber
senator sen
representative rep
governor gov
general gen
lieutenant lt
colonel col
captain capt
sergeant sgt
professor prof
doctor dr
corporation corp
incorporated inc
limited ltd
department dept
midday noon
metre meter metres meters
kilometre kilometer kilometres kilometers km
litre liter litres liters
tonne ton tons tonnes
foot feet ft
mile miles
inch inches
pound pounds £ sterling gbp
dollar dollars $ usd
euro euros € eur
yen ¥ jpy
yuan renminbi rmb cny
hryvnia ₴
lira ₺
rupee rupees ₹ inr
rouble roubles ruble rubles ₽
shekel shekels
cent cents
year years yr yrs
month months
week weeks
day days
hour hours hr hrs
minute minutes min mins
second seconds sec secs
decade decades
century centuries
kg kilogram kilograms kilo kilos
gram grams
barrel barrels
acre acres
hectare hectares
degree degrees
dozen dozens
hundred hundreds
thousand thousands
million millions
billion billions bn
trillion trillions tn
not cannot";

/// Each line: words that may stand for one another.
pub(super) const SYNONYM_WORDS: &str = "\
said says say told tells added adds stated states noted notes remarked commented saying announced announces
reported reports report
began begin started start begins starts
big large
died dead killed death deaths
bought purchased acquired
biggest largest
near close
kids children
prime premier pm
film movie
town city
company firm
companies firms
close shut
closes shuts
closed shut
closing shutting
workers employees staff
worker employee
firm business
police officers
help aid assist assistance
shows show showed
weapons arms
deal agreement pact accord treaty
war conflict
troops soldiers forces
missile missiles
chief head leader boss
strong strengthening
sent dispatched shipped supplied delivered provided
ammunition shells munitions
made produced
agency service
gave provided given
got received
used use
set established
signed inked
home house
job post role
many numerous
also too
around about approximately roughly
nearly almost
over more
under less fewer
because since
although though despite
while whereas
largely mainly mostly
buy purchase
attempt try
attempted tried
ask request
asked requested
rose climbed increased advanced gained jumped
fell dropped declined decreased slid
roughly about around approximately
ended finished concluded
stopped halted
talks negotiations discussions
law legislation
vote ballot
picture photo photograph image
quit resigned
hurt injured wounded
show reveal
crucial critical vital key important
money funds cash
children kids
crown crowns krona krone kronor kroner koruna";

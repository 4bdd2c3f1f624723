"""What happened in real corridors for want of a point: facts in our own words, each with who reported it. Nothing here is adjudicated."""

from safepassage.negotiation.finding import Case

ONLY_IN_PRINCIPLE = Case(
    "Mariupol, 5 to 7 March 2022: passage was agreed in principle only. Which hours, which roads, whether people may leave and whether "
    "goods may come in was left open, and the attempts broke down over it.",
    "ICRC (D. Stillhart), 7 March 2022: fjordabladet.no, libertv.md",
)
PART_OF_THE_ROAD = Case(
    "Mariupol, 5 March 2022: at 10:55 the ceasefire was confirmed for the part of the road in Donetsk oblast; on the part in "
    "Zaporizhzhia oblast there was fighting. The movement was halted.",
    "dn.depo.ua; 061.ua/news/3343861",
)
ROAD_WAS_MINED = Case(
    "Mariupol, 6 March 2022: the road that had been marked was found to be mined when the first checkpoint was reached. Nobody got out.",
    "ICRC to the BBC, March 2022",
)
ONE_SIDE_ANNOUNCED = Case(
    "7 March 2022: routes that ended in Russia and Belarus were announced by one side and rejected by the other.",
    "press of 7 March 2022",
)
TWO_CLOCKS = Case(
    "Mariupol, 5 March 2022: 09:00 in Kyiv was 10:00 in Moscow; from 27 March, when Ukraine went over to summer time, both read alike. "
    "Hours given without a clock could be read two ways.",
    "hours of 5 March: 0629.com.ua/news/3344404; clocks: IANA time zone data",
)
PEOPLE_NOT_TOLD = Case(
    "21 April 2022: people did not learn of the corridor; the mobile network was said to have been cut by the occupying forces.",
    "spilnodia.org.ua",
)
BUSES_SEIZED = Case(
    "Manhush, 22 March 2022: 11 buses and 2 rescue vehicles were taken with 11 drivers and 4 rescuers. Melitopol, 31 March: 12 buses and "
    "14 tonnes of aid were taken.",
    "minre.gov.ua; mediacenter.org.ua; Independent",
)
UNIT_DID_NOT_KNOW = Case(
    "Gaza, 1 April 2024: aid workers were killed in their cars after a movement that had been notified; that they were leaving in separate "
    "cars was not known to the soldiers who fired.",
    "AP",
)
ESCORT_DISPUTED = Case(
    "Khartoum, 10 December 2023: a convoy of 3 cars and 3 buses was fired on, 2 people died and 7 were hurt. One party says that route and "
    "escort were breached, the other that its escort had stopped at its line.",
    "weafrica24; newarab",
)
NIGHT_ON_THE_ROAD = Case(
    "18 and 19 March 2022: five buses spent the night on the road. On 15 March drivers were told to be in Vasylivka by 18:00 or to stay "
    "in Berdiansk or Tokmak.",
    "061.ua/3353530; Interfax, 15 March 2022",
)
COLUMN_GREW = Case(
    "6 April 2022: a column led by the ICRC grew on its way from about 500 people to about 1,000.",
    "AP",
)
MEN_SCREENED = Case(
    "Homs, February 2014: men of 15 to 55 who came out were screened, which was no part of the deal; about 430 were held, 181 free at "
    "one count.",
    "reports from Homs, February 2014",
)
HELD_HOSTAGE_TO_ANOTHER = Case(
    "Aleppo, December 2016: the evacuation was tied to that of Foua and Kefraya and halted several times; in the end 35,000 people left.",
    "reports from Aleppo, December 2016",
)
NO_WAY_BACK = Case(
    "Tigray, July to September 2021: 445 lorries went in and 38 came back. Berdiansk, 25 March 2022: the tanker with fuel was blocked.",
    "Al Jazeera; liga.net",
)
CRUSH = Case(
    "Bangui PK12, 18 February 2014: 200 to 250 seats for 2,000 people; five children died in the crush.",
    "handicap-international blog",
)
COLUMN_SHELLED = Case(
    "Near Stepnohirsk, 16 March 2022, about 15:30 to 16:00: a column was shelled, 5 people were wounded, a child among them.",
    "fakty.com.ua; NDTV",
)
TWO_ACCOUNTS = Case(
    "Khartoum, 10 December 2023: after a convoy was fired on, each party blamed the other over route and escort.",
    "weafrica24; newarab",
)
AID_NOT_LET_IN = Case(
    "9 to 13 March 2022: aid for Mariupol failed to get through again and again; the sixth attempt, on 12 March, had 30 tonnes. It was "
    "said to have been looted at checkpoints up to Tokmak.",
    "0629.com.ua/3348557; pravda.com.ua, 13 March 2022",
)
NUMBERS_DISAGREE = Case(
    "15 March 2022: one party counted 20,000 people out in 4,000 cars, the other 31,367 in a day; on 16 March 4,329 were registered.",
    "K. Tymoshenko; Russian statement; Zaporizhzhia council",
)
OUTCOME_UNKNOWN = Case(
    "Ukraine, 5 March to 4 May 2022: of 282 corridors on record, the outcome of 145 is unknown.",
    "PeaceRep, humanitarian corridors data set",
)
CHECK_LIST = Case(
    "22 March 2022: the president of the ICRC named what such an agreement needs before anybody can use it: the streets, coordinates, what "
    "happens after an incident, a line between the two sides, the commanders on the ground, demining by whoever holds the road.",
    "ICRC (P. Maurer), 22 March 2022: sputnikglobe.com",
)
SILENCE_FIRST = Case(
    "Sumy, 8 March 2022: people were told only once the ceasefire on the route was real; the columns passed.",
    "ukrinform.net/rubric-ato/3423510",
)
LONG_HOLDS = Case(
    "Berdiansk to Zaporizhzhia, April 2022: 3 hours of road in peace took 11 through 20 checkpoints, and a convoy of 6 April 26.",
    "LA Times, April 2022; AFP",
)

"""Everyday words and surnames one or two letters from a place's name: never a slip of the finger.

Folded. Found by asking the finder for places among the commonest Swedish and English words (wordfreq), then read
by hand.
"""

NEAR_WORDS = frozenset(
    (
        "adele almedalen andelen angby anlanda anmalaren annas aranas argang arnhem arvinge astor avsta avvika "
        "bajare baras barkar barnaby barnhem barnum barred basta bastard bastards bengtssons bestort bjarne bofors "
        "bojas bokas bokens bollas borat bords borgs boris borjas bornholm borras borsa bostad bostads botas boxas "
        "brace braces brack bracka bracket brackets brackt brake brakes brass bredband carlsberg coping dagarna "
        "dagarnas dalen dalens dallas dalmal dararna delarna doping eklof eklund endanger fahlen falangen "
        "fargblinda fargglada farmland flying forlagda forlanga forlangas forlangda forsov forsvaga forsvagad "
        "forsvagar forsvagas forsvagat forsvagats fralsta framfors framsta franska franta frantas frestad gable "
        "gamle gavel gayle generad geneva geting getingen glommer gnista gommen gotaland gotalands gotlandsk grams "
        "grasp grass grimas hagglund hagglunds haglund hagunda halarna hallberg hallsberget halvsanningar hammar "
        "hammare hannas harmlosa helsingfors helsingor hittar hjalmaren hjarta hjartas hobby hobbys hogborg "
        "holland hollands holmen holmlund honors hoping hormon horny husqvarna husqvarnas huvudstad hyste kacka "
        "kallar kalvar kammar kanda kannas kastad kattare kinas kinberg kinds klacka klanning knacka knackas "
        "korsang korsas korsholm kosing kristinestad kronberg kuala kulla kumpan kunda landing landings landsorten "
        "lappglans lastad leasing lekland limma lindeberg lindeborg linderborg lofstrom lundsberg lundsbergs "
        "majonas majonnas malare malarna mallos mallosa malmberg menlosa monsters monteras nalarna nalkas narkos "
        "narpes nicka nordirland nordsjo norrlandsk northland nykomling ocker okand omtalas orsaker osanning "
        "ostberlin ostergren osterling overturned pajamas palmas partially particle particles partiella partiellt "
        "patala patalas planning pumpan qviberg racke ranas rattvis revenge ringens roslund rumpan sakra sakras "
        "sakringar salange salarna salongen sanne sanningar sanningen sanningens scala scanna scare scares scarf "
        "scars scary shane sinne sinnes sjobod skada skadas skade skador skaka skakas skakningar skala skalor "
        "skandal skank skanks skanning skans skapa skapas skara skaran skaras skaringer skarm skarma skaror skarp "
        "skarpa skarpas skarpning skarps skars skart skarv skata skatas skate skates skating skator skora skura "
        "skuru slangen smalandsk smalare smaltande snara snostorm sokningar somna spaning spanningar spara sparas "
        "stadare stahre stamningar standby stare stares stavningar stenas stening stockroom storebror storleken "
        "storyline storylines strangers stromstedt stumpan summan sumpa sumpar sumpat sunde sundevall sunes sunni "
        "sunny svalor svalta svanberg svara svarting svartvit syringe talangen talarna tatum thorn thorns tiara "
        "tiers timbro timma timmas tjanas tjarn torkas torns totala trana tranad tranan tranar tranas tranat "
        "tranats trangas trangs trans transa tullberg tyres undersoker undvik undviks valarna valborg valentina "
        "vandas vankas vanna vanns vansterns vantad vantas vardhem vardland vargard vargarna varmde varnas vasnas "
        "vaxternas veranda vinden vindens vinkeln vinnas vinning waffle waffles wallberg wetlands winberg"
    ).split()
)

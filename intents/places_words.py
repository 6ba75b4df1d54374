"""The words that tell a place from an everyday word, written by hand. All folded: people leave å, ä and ö out."""

from .words import fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


# Names that are words, first names or surnames too: a preposition before them is enough, in small letters as well.
CAREFUL = _folded(
    "alby ale alma almby ange are arild åsa aspö berga bergslagen bergvik björkö boda bohus broby bua dalum deje "
    "diö dorotea ed eda edsberg finja flen furulund garpenberg gemla göta gryt haga hall hammarby hamra heby hede "
    "hjo höglandet hok holm horred hov hova husby husum kåge källby kärna klippan kosta koster lima lund lundby mala "
    "marieberg marielund möllan mölle mora mosås nora norberg norje norrby orsa råå råby roma romme rönnby ryd "
    "rydal sala salem sandhem säter sätra säve siljan skee skene slaka smedby sommen stöde svaneholm teg tofta töre "
    "torpa trosa tuve tving utö valla vallby valskog vara vårby väring väse ven vidja vilhelmina ydre"
)

# Names that are so common as words that a preposition is not enough: small letters are then the word.
WARY = _folded(
    "adolf alster andersberg ärla ås backa backe backen bara bellevue berg bergdalen berget berghem bergsjö bie "
    "billingen björke björnås boden boo bor bro brunn brunna delphi ellös ensjön fegen fors fotö freeport fridhem "
    "gamla gårda gärdet garnisonen globen gr gryta gunsta gustav hälla hällberga hammar hamnen handen härad "
    "herrgården herting himle holma horn hyppeln ideon inre insjön ivö kärleken karlslund kärrtorp kåseberg kil "
    "kläppa kläppen kode kungsgården kurland kyrkbyn lagan lekeryd linne lit ljung löten lövgärdet lugnet "
    "lunden marieholm mark norra näset olivedal olympia ör oxelbergen parksidan planteringen raus regementet ringarum "
    "ringön röda röke rolfs rosendal rosenlund rosta rot rut sand sandskogen sävast seved sjövik skogsby skruv släp "
    "slussen söder sofielund solhaga sörby staden stan storå strandängen strömma svarte tidan tomtebo trekanten "
    "tullen tybble väla vik vasatorp vi vidablick vika viken"
)

# Alone in a message these are words still, not an answer to "which municipality?".
NEVER_ALONE = _folded("vi bara bor as or ed kosta vika rot foto save stora horn lit hok tore are ange mala")

FIRST_NAMES = _folded(
    "adolf ahmed alexander ali alma amir anders andreas anette ann anna anneli annika arild åsa bengt birgitta bo boo "
    "bosse britt camilla carina caroline cecilia charlotta charlotte christer christina claes dan daniel david "
    "dorotea elin elisabeth ellen emil emily emma erik erika eva fanny fatima filip fredrik fredrika frida göran gun "
    "gunnar gustav håkan hanna hans helena henrik ida inger ingrid james jan jenny jens jessica jimmy joakim johan "
    "johanna john jonas josefin kajsa karin karl katarina kent kerstin kim kjell klas kristian kristina lars lasse "
    "leif lena lennart linda linne linnea lisa lotta louise lovisa magnus malin marcus maria marianne marie mark "
    "martin mats mattias michael micke mikael mohammed mona monica niklas nils nora ola olle olof oskar ove pär "
    "patrik paul pelle per peter petra pia rasmus rebecka rickard robert roger roland rolf salem sandra sara sarah "
    "seved simon sofia sofie stefan sten stig susanne sven therese thomas tobias tomas tommy tony ulf ulla ulrika "
    "urban vera viktor viktoria vilhelmina william yvonne"
)

BEFORE = _folded("i kring runt omkring utanför nära inom in near around outside")
FROM = _folded("från till mot from to")
ON = _folded("på on")
# Words of which a small-letter "från" or "till" makes no place: "från vara till tjänst", "mejl till nora".
NOT_FROM = _folded(
    "vara ale are ange mala eda ed ven säter trosa nora dorotea vilhelmina norberg koster hall kosta save hova"
)

TOWN = _folded("kommun kommuns kommunen kommunens komun stad stads municipality municipal municipalitys")
TITLE = _folded("kommunen menar menade mena orten ort municipality of")
CIVIC = TOWN | _folded(
    "näringsliv näringslivs näringslivskontor näringslivsenhet företag företagare centrum torg station upphandling "
    "upphandlingar inköp upphandlingsenhet företagslots näringslivschef"
)

# What stands before "i Mark" when a place is meant, though all be small letters.
AT_HOME = _folded(
    "bor bosatt företag företaget företagare firma firman firmor bolag bolaget verksam verksamhet verksamheten salong "
    "frisörsalong restaurang restaurangen café kafé cafe butik butiken verkstad verkstaden åkeri gym bageri hotell "
    "kommunen sitter hemma flytta flyttar gård kontor pizzeria krog entreprenör based live living company business"
)
# After "i boden" these speak of a stall, not of Boden.
STALL = _folded("på vid som utanför bredvid bakom av under")

# What may stand round a bare answer: "nej lund", "jag menar mark tack", "och vara då".
FILLER = _folded(
    "nej ja jag menar menade i på tack kommun det är och då samma för fast inte utan hej hejsan okej ok svar gäller "
    "bor vi hos den kommunen heter no yes i mean in the please and its eh jo asså alltså typ"
)

# "Tack Nora" is said to a person.
GREETING = _folded("tack hej hejsan thanks hello hi")

# After a place's name: a club, a paper, a university, a hall. Its town is not the asker's.
NAMESAKE = _folded(
    "aik allehanda bf bk bois dagblad fc ff fk folkblad gif hc hk if ik kök kuriren nyheter posten sk tidende tidning "
    "tidningar tidningen universitet universitets university waterfront"
)
# Before a place's name: a club.
CLUB = _folded("ifk gais bk kfum")
# Before a county's name: an organisation that is named so, wherever the asker is.
BRANCH = _folded(
    "almi coompanion sparbanken länsförsäkringar lrf företagarna connect hushållningssällskapet visit destination "
    "leader invest film"
)
FIRM = _folded("ab hb kb aktiebolag handelsbolag ltd ekonomisk")
NO_PLACE = (("kosta", "boda"), ("hallands", "nyheter"), ("pale", "ale"), ("ginger", "ale"))

# What a place's name is put before: kungsbackaföretag, Ystadsbaserad, Stockholmsområdet, halmstadsbo.
HEADS = _folded(
    "bo bor bon borna bos bornas bors are aren arna ares ars trakt trakten trakterna området områden regionen bygden "
    "hållet delen baserad baserade baserat based företag företaget företagen företags företagare företagaren "
    "företagarna bolag bolaget bolagen firma firman firmor kontor kontoret filial filialen butik butiken butiker lager "
    "lagret verkstad verkstaden salong salongen restaurang restaurangen hotell café kafé cafeet krog krogen gym kiosk "
    "kiosken lokal lokalen fabrik fabriken anläggning anläggningen avdelning avdelningen kommun kommunen kommuns kund "
    "kunder kunderna leverantör leverantörer verksamhet verksamheten gård gården född marknaden snickare byggare"
)

# After a name's first word, a place's rest: "Halm stad" is one. These pairs are two words too often.
NOT_SPLIT = frozenset({"ny bro", "stor fors", "ny kvarn", "stora hoga", "sand hem"})

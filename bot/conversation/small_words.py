"""Words that say nothing of a matter: what stands around a place, or around what is pointed at, in a few words.

Folded: å, ä and ö are left out on phones. Words that ask for something ("vem", "när", "kostar") are not among them,
nor those that turn something away ("glöm", "skip").
"""

SMALL = frozenset(
    (
        # Who, this and that.
        "jag du ni han hon den det vi man de dem dom mig dig oss er sig min mitt mina din ditt dina sin sitt sina var "
        "vart vara vara era ert denna detta dessa nan nat nagon nagot nagra nagonstans annan annat andas sjalv sjalva "
        "ingen inget inga all alla allt bagge whichever whatever "
        "i my me we us our ours you your yours they them their it its "
        "this these those "
        # To be, to have, to be going to.
        "ar va vara varit blir blev bli har hade haft kan kunde kunna ska skall skulle vill ville vilja lar torde "
        "am is was were be been being have has had having do does did done can could will would shall should might "
        "re ve ll d s t m don doesn didn isn aren wasn haven hasn hadn won wouldn couldn shouldn ain "
        # Joining and hedging.
        "och o a eller men fast utan samt antingen bade om ifall sa att for som an medan eftersom alltsa asso asa dvs "
        "and or but so as than either neither both if whether while because since though although that "
        "inte ej not no nej na nae ja jo yes yeah yep ok okej okay "
        "kanske kanhanda troligen troligtvis antagligen formodligen sannolikt eventuellt ev mojligen mojligtvis nog "
        "val ju visst faktiskt egentligen liksom typ ungefar dock anda trots iallafall iaf fall allt forresten ovrigt "
        "dessutom annars ocksa oxa aven bara endast enbart just precis mest helst hellre snarare framst framfor "
        "maybe perhaps probably possibly likely really actually honestly basically mostly mainly rather preferably "
        "ideally anyway anyhow though too also just only even still yet already otherwise besides well right exactly "
        "kind sort of like case sake "
        # In which order, for how long.
        "nu da sen sedan forst sist lange langre tills vidare igen annu redan fortfarande hand borja borjar med till "
        "now then after first again once begin beginning moment being least most next later ever "
        # Where.
        "dar har hit dit i pa vid hos fran mot kring runt omkring nara narheten bredvid intill utanfor ute inne inom "
        "here there at in on to from near nearby around close outside inside within up down out off by about over "
        # What is thought, and of what it matters.
        "vet veta visste bestamt bestamma bestammer bestamde saker sakert osaker osakra tror trodde tanker tankte "
        "funderar tycker tyckte menar minns hoppas spelar roll betydelse viktigt haller ta tar visa kolla titta prova "
        "testa valja valjer blir kor gar galler "
        "know knows decided decide deciding sure unsure certain think thinking thought guess suppose believe hope "
        "matters matter helps take try look check pick choose go going goes went let lets make want wanna "
        # Courtesies.
        "hej hejsan tack snalla gott bra fint toppen perfekt super utmarkt harligt forlat ursakta sorry oj hoppsan "
        "hi hello hey thanks thank please good great fine perfect cool nice lovely excellent alright"
    ).split()
)

POINTING = frozenset(
    "just only enbart endast bra fint toppen perfekt jattebra good great fine perfect right alltsa asso asa nog kanske "
    "maybe egentligen forresten by way helst hellre prefer rather valjer choose pick tar galler would like want start "
    "starta borja borjar begin med with sa lange option alternative choice for now so in at pa er ar s i ll d".split()
)
"""What may stand around a word that points: "bra, vi börjar med den första"."""

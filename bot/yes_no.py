"""The words of a plain yes and a plain no, in both languages, folded: one list for whoever listens for them."""

YES = (
    *("ja", "japp", "jo", "joda", "jada", "jajamen", "jajamensan", "absolut", "sjalvklart", "visst", "javisst"),
    *("garna", "ok", "okej", "okay", "okey", "yes", "yep", "yeah", "yup", "sure", "definitely", "of course"),
)
NO = ("nej", "na", "nae", "naej", "nope", "no", "nah", "nej tack", "no thanks", "no thank you")

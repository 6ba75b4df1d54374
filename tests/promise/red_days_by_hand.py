"""Sweden's public holidays and the three eves, written by hand from the almanac.

The holidays are those of lag (1989:253) om allmänna helgdagar, the eves those of semesterlag (1977:480) 7 §.

Sundays that are nothing else are left out; Easter Day and Whit Sunday are public holidays of their own.
"""

BY_HAND = {
    2024: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        03-29 Långfredagen
        03-31 Påskdagen
        04-01 Annandag påsk
        05-01 Första maj
        05-09 Kristi himmelsfärdsdag
        05-19 Pingstdagen
        06-06 Nationaldagen
        06-21 Midsommarafton
        06-22 Midsommardagen
        11-02 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
    2025: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        04-18 Långfredagen
        04-20 Påskdagen
        04-21 Annandag påsk
        05-01 Första maj
        05-29 Kristi himmelsfärdsdag
        06-06 Nationaldagen
        06-08 Pingstdagen
        06-20 Midsommarafton
        06-21 Midsommardagen
        11-01 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
    2026: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        04-03 Långfredagen
        04-05 Påskdagen
        04-06 Annandag påsk
        05-01 Första maj
        05-14 Kristi himmelsfärdsdag
        05-24 Pingstdagen
        06-06 Nationaldagen
        06-19 Midsommarafton
        06-20 Midsommardagen
        10-31 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
    2027: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        03-26 Långfredagen
        03-28 Påskdagen
        03-29 Annandag påsk
        05-01 Första maj
        05-06 Kristi himmelsfärdsdag
        05-16 Pingstdagen
        06-06 Nationaldagen
        06-25 Midsommarafton
        06-26 Midsommardagen
        11-06 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
    2028: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        04-14 Långfredagen
        04-16 Påskdagen
        04-17 Annandag påsk
        05-01 Första maj
        05-25 Kristi himmelsfärdsdag
        06-04 Pingstdagen
        06-06 Nationaldagen
        06-23 Midsommarafton
        06-24 Midsommardagen
        11-04 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
    2029: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        03-30 Långfredagen
        04-01 Påskdagen
        04-02 Annandag påsk
        05-01 Första maj
        05-10 Kristi himmelsfärdsdag
        05-20 Pingstdagen
        06-06 Nationaldagen
        06-22 Midsommarafton
        06-23 Midsommardagen
        11-03 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
    2030: """
        01-01 Nyårsdagen
        01-06 Trettondedag jul
        04-19 Långfredagen
        04-21 Påskdagen
        04-22 Annandag påsk
        05-01 Första maj
        05-30 Kristi himmelsfärdsdag
        06-06 Nationaldagen
        06-09 Pingstdagen
        06-21 Midsommarafton
        06-22 Midsommardagen
        11-02 Alla helgons dag
        12-24 Julafton
        12-25 Juldagen
        12-26 Annandag jul
        12-31 Nyårsafton""",
}

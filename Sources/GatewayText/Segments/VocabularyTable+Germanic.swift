// SPDX-License-Identifier: Apache-2.0

extension VocabularyTable {
    static let germanic: [String: Entry] = [
        "en": Entry(
            titles: """
                Sr Rev Fr Hon Gen Col Maj Capt Cpt Lt Sgt Cpl Pvt Adm Cmdr Gov Sen Rep Pres Supt Insp Messrs Mx Mgr \
                e.g i.e cf vs viz al resp esp incl excl approx ca
                """,
            beforeNumbers: """
                p pp no nos n° nr vol vols fig figs ch chap sec sect art par para eq eqs ex ed v ver rev pt tel ext ph \
                fl § pl app col ln op cit l ll f ff st c jan feb mar apr jun jul aug sep sept oct nov dec
                """,
            open: "Ave Blvd Rd Pkwy Hwy Ft Bldg Dept Univ Assn Bros Ph.D M.D B.A M.A D.C U.S U.K E.U U.N",
            timesOfDay: "am pm",
            weekdays: """
                Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun Eastern Pacific \
                Central Mountain January February March April May June July August September October November December
                """,
            ends: """
                Act Alt Act All As Be By Do Ex Go Hat In Is Job Joe Lib Link Long On Ok OK Op Or PC DC AA AB AD Cap Card \
                Col Cont Def Diff Id Jam Kb Gb Mb Mart Min Misc Num Org Pro To Up Var Adv exec Exec Etc etc Inc Co Corp \
                Ltd Jr Hz Est Conn Yr Phys Comm Abs Fn Is Sq Mar Jan Feb Aug Sep Sept Nov Dec Fri Jun Adj
                """,
            starters: """
                A An The This That These Those There Here He She It We You They I His Her Its Our Your Their My What Who \
                Whom Whose Which When Where Why How Did Do Does Is Are Was Were Has Have Had Can Could Will Would Should \
                Shall May Might Must If Then And But Or So Yet Also However Therefore Please In On At For From To With \
                Without As By Of After Before Since While Although Because Until Unless Once No Not Now All Some Many \
                Most Each Every Both One Another Only Even Just Let Let's I'm It's
                """),
        "de": Entry(
            titles: """
                Hr Hrn Fr Frl Frau Dipl Ing med jur phil rer Prof Mag Gebr Hl St Sankt bzw d.h z.B z.T u.a v.a s.o s.u \
                i.d.R u.U z.Zt z.Z a.a.O evtl ggf vgl inkl exkl zzgl einschl sog bspw etwa ca gem lt max min mind resp \
                kath ev röm dt engl franz ital n.Chr v.Chr geb gest Jh u.d o.g i.Allg
                """,
            beforeNumbers: """
                S Nr Nrn Bd Bde Abs Art Abb Tab Kap Anm Aufl Ausg Bl H Hft Ziff Rn Rdnr Tel Fax Str Pkt Vers Ver V Lekt \
                Abschn Anl Bsp Fig Vol s f ff § Jan Feb Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Fr Sa So
                """,
            open: "Mio Mrd Tsd Std Sek Min bes betr entspr Hrsg Verf Übers",
            ends: """
                usw usf etc u.ä u.Ä o.ä o.Ä dgl Alt Am am Best Chin Dim Do Einh Fam Folg Gest Ges gest gesch Gesch Int Link Mod Obj PIN Port Prot \
                Proz Test Trans Mind Ben Bed Ber Dat Dir Kop Akt Ausschl Temp Qu So Mi Mo Sa Di Rel Std Sek Min Max Konv \
                Op Rd Reg Rep Spezif Str App Art led erw Co Ltd Inc Jr
                """,
            starters: """
                Der Die Das Den Dem Des Ein Eine Einen Einem Einer Ich Du Er Sie Es Wir Ihr Man Mein Meine Sein Seine \
                Ihre Unser Dieser Diese Dieses Diesen Diesem Jede Jeder Jedes Alle Alles Viele Einige Was Wer Wen Wem \
                Wie Wo Wann Warum Welche Welcher Welches Wenn Falls Weil Da Dann Danach Dabei Dafür Damit Daher Darum \
                Deshalb Doch Aber Und Oder Auch Außerdem Jedoch Hier Dort Heute Jetzt Nun Nur Noch Nicht Kein Keine Bitte \
                In Im An Am Auf Aus Bei Beim Mit Nach Seit Von Vom Vor Zu Zum Zur Für Durch Ohne Um Unter Über Während \
                Ist Sind War Waren Hat Haben Kann Können Soll Sollen Wird Werden Ja Nein So
                """,
            hasOrdinals: true, hasCapitalNouns: true),
        "nl": Entry(
            titles: """
                dhr mevr mw mej drs ir ing mr prof dr ds Sint St bijv bv d.w.z m.a.w m.b.t i.p.v i.v.m t.a.v o.a o.m m.n \
                z.g zgn incl excl ca evt resp vgl aanw bijw bep
                """,
            beforeNumbers: """
                p pp pag blz nr nrs nl afb fig tab hfst par art deel dl vol tel jan feb mrt apr jun jul aug sep sept \
                okt nov dec
                """,
            open: "N.V B.V jl mln mld vnw",
            starters: """
                De Het Een Deze Dit Die Dat Ik Jij Je U Hij Zij Ze Wij We Jullie Men Er Hier Daar Wat Wie Waar Wanneer \
                Waarom Hoe Welke Als Dan En Maar Of Dus Ook Toch Echter In Op Aan Met Van Voor Na Bij Uit Om Door Zonder \
                Is Zijn Was Waren Heeft Kan Wil Zal Geen Niet Nu Alle Elke Mijn Uw Ons Onze Hun Klik
                """),
        "sv": Entry(
            titles:
                "hr fr dr prof kl t.ex bl.a d.v.s dvs s.k m.a.o t.o.m fr.o.m ev resp ca jfr inkl exkl f.d",
            beforeNumbers:
                "s sid nr kap bd fig tab st tel art vol v jan feb mar apr jun jul aug sep sept okt nov dec",
            open: "milj mdr",
            starters: """
                Den Det De En Ett Detta Denna Dessa Jag Du Han Hon Vi Ni Man Vad Vem Var När Varför Hur Vilken Vilka Om \
                Då Och Men Eller Så Även Dock I På Av Med Från För Till Efter Vid Utan Är Har Kan Ska Inte Ingen Alla \
                Här Där Nu Min Din Sin Vår Er Klicka
                """),
        "da": Entry(
            titles: """
                hr fr frk dr prof kgl skt Skt sankt pastor f.eks bl.a d.v.s dvs m.a.o m.fl ca evt hhv inkl ekskl jf pga maks \
                vedr
                """,
            beforeNumbers: """
                s p nr kap bd fig tab afs stk art tlf tel v ver jan feb mar apr jun jul aug sep sept okt nov dec
                """,
            open: "mio mia kr st",
            starters: """
                Den Det De En Et Dette Denne Disse Jeg Du Han Hun Vi I Man Hvad Hvem Hvor Hvornår Hvorfor Hvordan Hvilken \
                Hvilke Hvis Da Så Og Men Eller Også Dog På Af Med Fra For Til Efter Ved Uden Er Har Kan Skal Ikke Ingen \
                Alle Her Der Nu Min Din Sin Vores It They He She
                """,
            hasOrdinals: true),
        "nb": norwegian, "no": norwegian, "nn": norwegian,
        "is": Entry(
            titles: "t.d þ.e m.a o.s.frv hr fr dr", beforeNumbers: "bls nr gr mgr tbl",
            starters:
                "Ég Þú Hann Hún Það Við Þið Þeir Þær Þau Þetta Þessi Hvað Hver Hvar Hvenær Hvers En Og Ef Í Á Um",
            hasOrdinals: true),
    ]

    private static let norwegian = Entry(
        titles: "hr fr frk dr prof kgl St f.eks bl.a d.v.s dvs m.a.o ca evt hhv inkl ekskl jf pga vedr",
        beforeNumbers:
            "s nr kap bd fig tab avs art tlf tel v jan feb mar apr jun jul aug sep sept okt nov des",
        open: "mill mrd kr",
        starters: """
            Den Det De En Et Ei Dette Denne Disse Jeg Eg Du Han Hun Ho Vi Dere Man Hva Kva Hvem Hvor Når Hvorfor Hvordan \
            Hvilken Hvilke Hvis Om Da Så Og Men Eller Også I På Av Med Fra For Til Etter Ved Uten Er Har Kan Skal Ikke \
            Ingen Alle Her Der Nå Min Din Sin Vår
            """,
        hasOrdinals: true)
}

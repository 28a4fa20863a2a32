// SPDX-License-Identifier: Apache-2.0

extension VocabularyTable {
    static let romance: [String: Entry] = [
        "es": Entry(
            titles: """
                Sr Sra Srta Sres Sras D Dña Don Dr Dra Dres Lic Licda Ing Arq Prof Profa Mtro Mtra Rvdo Mons Gral Cnel \
                Cap Tte Sgto Pdte Sto Sta Excmo Excma Ilmo Ilma p.ej p.e v.gr aprox admón dpto depto núm Bloq Avda Av Pza Ctra
                """,
            beforeNumbers: """
                p pp pág págs no nro núm n° nº art arts cap caps fig figs párr párrf vol tel ext ed ver v lám tab inc apdo \
                ene feb mar abr may jun jul ago sep sept set oct nov dic lun mié jue vie sáb dom
                """,
            open: "EE.UU EE UU a.C d.C S.A",
            ends:
                "ms may mar Kit Bien Rol Sol RAM SA CA DC doc Desc Var Id All PP Fabric Trab Reg Col Corp Inc Ltd etc MM",
            starters: """
                El La Los Las Lo Un Una Unos Unas Este Esta Esto Estos Estas Ese Esa Eso Aquel Yo Tú Él Ella Ello Nosotros \
                Ellos Ellas Usted Ustedes Su Sus Mi Mis Tu Qué Quién Cuál Cuándo Dónde Cómo Si Cuando Como Porque Aunque \
                Pero Y O Ni También Además Entonces Luego Después Antes Ahora Aquí Allí Hoy En De Del Con Sin Por Para \
                Desde Hasta Sobre Según Al A No Se Es Son Está Están Hay Puede Todo Todos Toda Cada
                """),
        "fr": Entry(
            titles: "M MM Mme Mmes Mlle Mlles Me Mgr Dr Pr Prof St Ste cf c.-à-d p.ex env av apr resp",
            beforeNumbers: """
                p pp pag n° no nos nº art chap fig vol t tél éd ed al v ver § janv févr avr juil sept oct nov déc
                """,
            open: "J.-C Cie Ltd",
            ends:
                "Mart Desc Var Comm All coll config DC dest dict dir ill mar mer op Op niv quart jeu dim sam ven Inc etc",
            starters: """
                Le La Les L Un Une Des Ce Cet Cette Ces C Je J Tu Il Elle On Nous Vous Ils Elles Son Sa Ses Mon Ma Mes Leur \
                Leurs Notre Votre Que Qu Qui Quoi Quel Quelle Quels Quelles Quand Où Comment Pourquoi Combien Si Lorsque \
                Comme Mais Et Ou Donc Or Ni Car Puis Ensuite Alors Aussi Ainsi Cependant Toutefois Dans En À Au Aux De Du \
                Avec Sans Pour Par Sur Sous Après Avant Depuis Pendant Est Sont A Ont Il Ne Tout Tous Toute Chaque Aucun \
                Aucune Ici
                """),
        "it": Entry(
            titles: """
                Sig Sigg Sig.ra Sig.na Dott Dott.ssa Dr Prof Prof.ssa Avv Ing Arch Geom Rag On Egr Gent Spett Mons Don Ill \
                Dir Amm Rev S p.es ad.es es V.Cte psicol lgt
                """,
            beforeNumbers: """
                p pp pag pagg n nr no num art artt cap capp fig figg vol tel ver v tab sez lett all co gen feb mar apr mag \
                giu lug ago set ott nov dic lun mar mer gio ven sab dom
                """,
            open: "a.C d.C S.p.A S.r.l F.lli",
            ends: "on DC Mod int Liv L ver All all Ltd etc ecc",
            starters: """
                Il Lo La I Gli Le L Un Uno Una Questo Questa Questi Queste Quello Quella Io Tu Lui Lei Egli Ella Esso Essa \
                Noi Voi Loro Essi Chi Che Cosa Quale Quali Quando Dove Come Perché Se Ma E O Però Anche Quindi Poi Allora \
                Inoltre Tuttavia In Nel Nella Di Del Della Da Dal Con Senza Per Su Sul Tra Fra Dopo Prima Durante A Al Alla \
                È Sono Ha Hanno Non Si Tutti Tutto Ogni Nessun Mi Ti Ci Vi Qui
                """),
        "pt": Entry(
            titles: """
                Sr Sra Srs Sras Srta D Dom Dona Dr Dra Drs Prof Profa Eng Arq Exmo Exma Ilmo Ilma Pe Sto Sta Gen Cel Cap \
                p.ex aprox av Av R
                """,
            beforeNumbers: """
                p pp pág págs n nº n° núm no art arts cap caps fig figs vol tel ver v ed séc jan fev mar abr mai jun jul \
                ago set out nov dez seg ter qua qui sex sáb dom
                """,
            open: "a.C d.C S.A Ltda",
            ends: """
                rep port des mov res Est mar Mar ind set out rel com org mat cat par cont elem fac fasc ref vol prod obs int \
                comp cel pal pop mar mai div dir desc ap DC pron lit lat ingl bras contab coml símb etc
                """,
            starters: """
                O A Os As Um Uma Uns Umas Este Esta Isto Esse Essa Isso Aquele Aquela Eu Tu Ele Ela Nós Vós Eles Elas Você \
                Vocês Seu Sua Meu Minha Que Quem Qual Quais Quando Onde Como Por Porque Se Mas E Ou Também Além Então \
                Depois Antes Agora Aqui Hoje Em No Na Nos Nas De Do Da Com Sem Para Desde Até Sobre Ao À Não É São Está \
                Estão Há Pode Todo Todos Toda Cada
                """),
        "ca": Entry(
            titles: "Sr Sra Srs Dr Dra Prof Mn St Sta p.ex aprox Av Pl",
            beforeNumbers: "p pp pàg núm n° art cap fig vol tel v ver",
            starters: """
                El La Els Les L Un Una Aquest Aquesta Això Jo Tu Ell Ella Nosaltres Vostè Què Qui Quin Quan On Com Si Però I \
                O També Després En Amb Per De Del A Al No És Són Hi Cal Tots
                """),
        "ro": Entry(
            titles: "dl dna d-na dr prof ing sf dvs d.e ș.a aprox",
            beforeNumbers: "p pag nr art cap fig vol tel v ian feb mar apr iun iul aug sept oct nov dec",
            open: "etc",
            starters:
                "Un O Acest Această Acesta El Ea Ei Ele Eu Noi Voi Ce Cine Când Unde Cum De Dacă Dar Și Sau În La Cu Nu Este Sunt"
        ),
    ]
}

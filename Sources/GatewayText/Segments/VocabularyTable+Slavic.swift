// SPDX-License-Identifier: Apache-2.0

extension VocabularyTable {
    static let slavic: [String: Entry] = [
        "ru": Entry(
            titles: """
                г гг ул просп пер пл наб бул ш д кв корп стр обл р-н пос пгт с дер ст проф акад доц гр тов св о \
                оз р т.е т.н т.к и.о п напр см ср англ нем фр лат рус греч ок прим ред
                """,
            beforeNumbers:
                "с стр рис табл гл п пп ст ч т тт вып № тел эт янв февр мар апр июн июл авг сент окт нояб дек",
            open: """
                им т.ч н.э до.н.э в вв руб коп долл дол тыс млн млрд чел куб кв у.е кв.м куб.м
                """,
            ends: "т.п т.д пр др",
            starters: """
                Он Она Оно Они Я Ты Мы Вы Это Этот Эта Эти Тот Та Те Что Кто Где Когда Почему Зачем Как Какой Какая Какие \
                Куда Если Но И А Или Однако Также Потом Затем Поэтому Так Тогда Теперь Здесь Там Его Её Их Наш Ваш Все Всё \
                Не Нет Да Для
                """,
            usesCommon: false),
        "uk": Entry(
            titles:
                "р рр вул просп пров пл буд кв обл р-н м с смт ім проф акад доц тов св оз т.зв т.к напр див англ нім",
            beforeNumbers: "с стор рис табл розд п пп ст ч т № тел", open: "грн коп тис млн млрд н.е ст",
            ends: "т.п т.д ін",
            starters: """
                Він Вона Воно Вони Я Ти Ми Ви Це Цей Ця Ці Той Та Те Що Хто Де Коли Чому Як Який Яка Які Якщо Але І Й А Або \
                Однак Також Потім Тому Тоді Тепер Тут Там Його Її Їх Наш Ваш Усі Всі Не Ні Так Для
                """,
            usesCommon: false),
        "bg": Entry(
            titles:
                "г гр с ул бул пл кв ж.к бл вх ет ап проф акад доц д-р инж св т.е т.нар т.г напр вж вкл англ нем",
            beforeNumbers: "с стр фиг табл гл чл ал т бр № тел", open: "лв ст хил млн млрд пр.н.е н.е",
            ends: "т.н др пр",
            starters: """
                Той Тя То Те Аз Ти Ние Вие Това Този Тази Тези Онзи Какво Кой Коя Кое Кои Къде Кога Защо Как Ако Но И А Или \
                Обаче Също После Затова Тогава Сега Тук Там Неговият Не Да За На В От С По При След Всички
                """,
            usesCommon: false),
        "sr": Entry(
            titles: "г гђа гђица др проф инж св ул бул тзв нпр тј g gđa dr prof inž sv ul bul tzv npr tj",
            beforeNumbers: "с стр бр сл чл ст s str br sl čl st", open: "дин мил n.e н.е",
            starters:
                "Он Она Оно Они Ја Ти Ми Ви Ово То Тај Та Шта Ко Где Када Зашто Како Ако Али И А Или U On Ona Ono Oni Ja Mi Vi Ovo To Šta Ko Gde Kada Ako Ali",
            hasOrdinals: true),
        "pl": Entry(
            titles: """
                p pp płk gen kpt por ppłk mjr św ks bp abp prof dr hab doc inż mgr dyr red ul al pl os np tzn tzw tj m.in \
                ds im ok zob por wg bałt ang niem franc łac
                """,
            beforeNumbers: "s str nr rys tab rozdz pkt poz art ust t tel zł wyd godz r",
            open: "tys mln mld w n.e p.n.e",
            starters: """
                Ten Ta To Te Ci On Ona Ono Oni One Ja Ty My Wy Co Kto Gdzie Kiedy Dlaczego Jak Jaki Jaka Jakie Który Jeśli \
                Jeżeli Ale I A Lub Albo Jednak Także Też Potem Następnie Dlatego Wtedy Teraz Tu Tutaj Tam Jego Jej Ich W We \
                Na Z Ze Do Od Po Przez Przy Dla Nie Tak Czy Aby Wszystkie
                """),
        "cs": Entry(
            titles:
                "p pí sl sv dr prof doc ing mgr bc mudr judr ul nám tř tzv tj např mj resp popř př tzn cca zn",
            beforeNumbers: "s str č obr tab kap odst čl písm sv tel hod",
            open: "tis mil mld s.r.o a.s n.l př.n.l kč",
            starters: """
                Ten Ta To Ti Ty Tento Tato Toto On Ona Ono Oni Já My Vy Co Kdo Kde Kdy Proč Jak Jaký Jaká Který Která Které \
                Pokud Když Ale A I Nebo Však Také Potom Pak Proto Tedy Teď Nyní Zde Tady Tam Jeho Její Jejich V Ve Na Z Ze \
                Do Od Po Při Pro S Se Je Jsou Není Ne Ano Aby Všechny
                """,
            hasOrdinals: true),
        "sk": Entry(
            titles: "p pí sl sv dr prof doc ing mgr bc mudr judr ul nám tzv tj napr resp tzn cca zn ident",
            beforeNumbers: "s str č obr tab kap ods čl písm zv tel hod frekv",
            open: "tis mil mld s.r.o a.s n.l pr.n.l",
            starters: """
                Ten Tá To Tí Tie Tento Táto Toto On Ona Ono Oni Ja My Vy Čo Kto Kde Kedy Prečo Ako Aký Aká Ktorý Ktorá Ktoré \
                Ak Keď Ale A I Alebo Však Tiež Potom Preto Teda Teraz Tu Tam Jeho Jej Ich V Vo Na Z Zo Do Od Po Pri Pre S Sa \
                Je Sú Nie Áno Aby Všetky
                """,
            hasOrdinals: true),
        "sl": Entry(
            titles: "g ga gdč dr prof doc inž mag sv ul npr tj t.i oz",
            beforeNumbers: "s str št sl pogl čl odst tel",
            starters:
                "Ta To Ti Te On Ona Oni Jaz Mi Vi Kaj Kdo Kje Kdaj Zakaj Kako Če Ko Ampak In A Ali Tudi Potem Zato V Na Z S Za Ne Je So",
            hasOrdinals: true),
        "hr": croatian, "bs": croatian,
    ]

    private static let croatian = Entry(
        titles: "g gđa gđica dr prof ing sv ul trg tzv npr tj odn", beforeNumbers: "s str br sl čl st tel",
        starters:
            "Ovaj Ova Ovo On Ona Ono Oni Ja Ti Mi Vi Što Tko Gdje Kada Zašto Kako Ako Ali I A Ili Također Zatim Zato U Na S Za Ne Je Su Svi",
        hasOrdinals: true)
}

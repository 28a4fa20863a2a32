// SPDX-License-Identifier: Apache-2.0

extension VocabularyTable {
    static let others: [String: Entry] = [
        "el": Entry(
            titles: "κ κα κος κυρ δρ καθ αγ π.χ δηλ βλ πρβλ λ.χ π.δ ν.δ τ.μ χλμ ΑΕ",
            beforeNumbers: "σ σελ αρ αριθ εικ πίν κεφ τ τόμ τηλ άρθ παρ",
            open: "π.Χ μ.Χ εκ δισ χιλ Α.Ε", ends: "κ.ά κ.λπ κτλ κλπ",
            starters: """
                Ο Η Το Οι Τα Τον Την Τους Τις Ένας Μια Ένα Αυτός Αυτή Αυτό Αυτοί Εγώ Εσύ Εμείς Εσείς Τι Ποιος Ποια Ποιο Πού \
                Πότε Γιατί Πώς Αν Εάν Όταν Αλλά Και Ή Όμως Επίσης Μετά Τότε Τώρα Εδώ Εκεί Σε Στο Στη Στην Από Με Για Δεν Μην \
                Θα Να Είναι Όλα Όλοι
                """),
        "kk": Entry(
            titles: "қ к м г проф акад доц др ж.б яғни мыс б.з.б б.з",
            beforeNumbers: "б бб сур № тел т", open: "млн млрд мың тг ж жж ғ ғғ", ends: "т.б т.с.с",
            starters:
                "Ол Олар Мен Сен Сіз Біз Бұл Осы Сол Не Кім Қайда Қашан Неге Қалай Егер Бірақ Және Немесе Содан Сондықтан Енді",
            usesCommon: false),
        "tr": Entry(
            titles: "Sn Bay Bn Dr Doç Prof Yrd Av Müh Hz Alb Yzb Cad Sok Mah Apt bkz örn yak yy",
            beforeNumbers: "s ss sf no nr cilt böl şek tel md",
            starters:
                "Bu Şu O Onlar Ben Sen Biz Siz Bir Ne Kim Nerede Ne Zaman Neden Nasıl Eğer Ama Ancak Ve Veya Ayrıca Sonra Her Tüm Bütün Lütfen",
            hasOrdinals: true),
        "hu": Entry(
            titles: "dr ifj id özv prof Szt pl ún ill kb vö",
            beforeNumbers: "o old sz ábra fej köt tel p", open: "u",
            starters:
                "A Az Egy Ez Ezt Ezek Azt Azok Én Te Ő Mi Ti Ők Mit Ki Hol Mikor Miért Hogyan Ha De És Vagy Is Nem Most Itt Ott Minden",
            hasOrdinals: true),
        "fi": Entry(
            titles: "hra rva nti tri prof esim mm ts ns ks vrt t.d toht maist",
            beforeNumbers: "s ss nro n:o kpl luku os puh klo taaj", open: "mrd milj jne eKr jKr",
            starters:
                "Se Ne Hän He Minä Sinä Me Te Tämä Nämä Tuo Mikä Kuka Missä Milloin Miksi Miten Jos Kun Mutta Ja Tai Myös Sitten Ei Nyt Tässä On Ovat Kaikki",
            hasOrdinals: true),
        "et": Entry(
            titles: "hr pr dr prof nt st vt s.o sh", beforeNumbers: "lk nr joon tab ptk tel",
            starters:
                "See Need Ta Nad Ma Sa Me Te Mis Kes Kus Millal Miks Kuidas Kui Aga Ja Või Ka Siis Ei Nüüd Kõik",
            hasOrdinals: true),
        "lv": Entry(
            titles: "k-gs k-dze dr prof piem t.i sk", beforeNumbers: "lpp nr att tab nod tālr",
            starters:
                "Šis Šī Tas Tā Viņš Viņa Es Tu Mēs Jūs Kas Kur Kad Kāpēc Kā Ja Bet Un Vai Arī Tad Ne Visi",
            hasOrdinals: true),
        "lt": Entry(
            titles: "p dr prof doc pvz t.y vad žr plg a.a g", beforeNumbers: "psl nr pav lent sk tel m d",
            open: "tūkst mln mlrd Kr",
            starters:
                "Tai Šis Ši Tas Ta Jis Ji Jie Aš Tu Mes Jūs Kas Kur Kada Kodėl Kaip Jei Bet Ir Ar Taip Tada Ne Visi"
        ),
        "ar": Entry(titles: "د أ م ص ب ت هـ أ.د ق.م", usesCommon: false),
        "fa": Entry(titles: "د م ص ش ق.م", usesCommon: false),
        "hi": Entry(titles: "डॉ श्री प्रो कु सु पं ई.पू", beforeNumbers: "सं पृ", usesCommon: false),
        "mr": Entry(titles: "डॉ श्री प्रा कु सौ पं रा इ.स", beforeNumbers: "क्र पृ", usesCommon: false),
    ]
}

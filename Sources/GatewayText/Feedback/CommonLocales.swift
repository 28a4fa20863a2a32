// SPDX-License-Identifier: Apache-2.0

/// The locales whose names are known to feedback, and the names that ICU does not give.
enum CommonLocales {
    /// Tags whose names come from ICU.
    static let tags = [
        "af", "am", "ar", "ar-AE", "ar-EG", "ar-MA", "ar-SA", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy",
        "da",
        "de", "de-AT", "de-CH", "de-DE", "el", "en", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ",
        "en-US",
        "en-ZA", "eo", "es", "es-419", "es-AR", "es-CL", "es-CO", "es-ES", "es-MX", "es-PE", "es-US", "et",
        "eu",
        "fa", "fi", "fil", "fr", "fr-BE", "fr-CA", "fr-CH", "fr-FR", "ga", "gl", "gu", "ha", "he", "hi", "hr",
        "hu",
        "hy", "id", "ig", "is", "it", "it-CH", "it-IT", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lb",
        "lo",
        "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nl-BE", "nl-NL", "nn", "no",
        "pa",
        "pl", "ps", "pt", "pt-BR", "pt-PT", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sr-Cyrl",
        "sr-Latn",
        "sv", "sw", "ta", "te", "tg", "th", "tk", "tr", "tt", "uk", "ur", "uz", "vi", "xh", "yo", "yue", "zh",
        "zh-Hans", "zh-Hant", "zh-CN", "zh-HK", "zh-TW", "zu",
    ]

    /// What comes before ICU's names. Swiss German is what people call the German of Switzerland: `gsw` is spoken.
    static let otherNames = [
        ("Swiss German", "de-CH"), ("Farsi", "fa"), ("Mandarin", "zh"), ("Mandarin Chinese", "zh"),
        ("Castilian", "es-ES"), ("Castilian Spanish", "es-ES"), ("Tagalog", "fil"),
        ("Norwegian Bokmal", "nb"),
        ("Bokmal", "nb"), ("Bokm\u{E5}l", "nb"), ("Nynorsk", "nn"), ("Bengali", "bn"), ("Panjabi", "pa"),
        ("Spanish (Latin America)", "es-419"), ("LATAM Spanish", "es-419"), ("Simplified Chinese", "zh-Hans"),
        ("Traditional Chinese", "zh-Hant"), ("Chinese Simplified", "zh-Hans"),
        ("Chinese Traditional", "zh-Hant"), ("UK English", "en-GB"), ("US English", "en-US"),
        ("Flemish", "nl-BE"), ("Standard German", "de"), ("High German", "de"),
    ]

    /// Adjectives of regions.
    static let adjectives = [
        "419": ["Latin American"], "AE": ["Emirati"], "AR": ["Argentinian", "Argentine"], "AT": ["Austrian"],
        "AU": ["Australian"], "BE": ["Belgian"], "BR": ["Brazilian"], "CA": ["Canadian"],
        "CH": ["Swiss"], "CL": ["Chilean"], "CN": ["Mainland"], "CO": ["Colombian"],
        "EG": ["Egyptian"], "ES": ["European", "Spain"], "GB": ["British", "UK"], "HK": ["Hong Kong"],
        "IE": ["Irish"], "IN": ["Indian"], "MA": ["Moroccan"], "MX": ["Mexican"], "NZ": ["New Zealand"],
        "PE": ["Peruvian"], "PT": ["European"], "SA": ["Saudi"], "TW": ["Taiwanese", "Taiwan"],
        "US": ["American", "US"], "ZA": ["South African"],
    ]

    /// Adjectives of scripts.
    static let scripts = [
        "Cyrl": "Cyrillic", "Hans": "Simplified", "Hant": "Traditional", "Latn": "Latin",
    ]
}

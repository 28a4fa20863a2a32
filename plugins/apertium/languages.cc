// SPDX-License-Identifier: GPL-3.0-or-later
#include "languages.h"

#include <cstring>

namespace dragoman::apertium {
namespace {

struct Language {
    const char* iso3;
    const char* in_modes;  // another spelling mode files use, or ""
    const char* locale;    // the shortest ISO 639 code, as BCP 47 wants it
};

/// All languages of Debian 12's pairs. Serbo-Croatian is Serbian in Latin script for BCP 47; `zlm` is the Malay
/// that `ms` stands for.
constexpr Language languages[] = {
    {"afr", "af", "af"},  {"arg", "an", "an"},  {"ast", "", "ast"},  {"bel", "be", "be"},  {"bre", "br", "br"},
    {"bul", "bg", "bg"},  {"cat", "ca", "ca"},  {"dan", "da", "da"}, {"eng", "en", "en"},  {"epo", "eo", "eo"},
    {"eus", "eu", "eu"},  {"fra", "fr", "fr"},  {"frp", "", "frp"},  {"glg", "gl", "gl"},  {"hbs", "sh", "sr-Latn"},
    {"hin", "hi", "hi"},  {"ind", "id", "id"},  {"isl", "is", "is"}, {"ita", "it", "it"},  {"mkd", "mk", "mk"},
    {"nld", "nl", "nl"},  {"nno", "nn", "nn"},  {"nob", "nb", "nb"}, {"oci", "oc", "oc"},  {"pol", "pl", "pl"},
    {"por", "pt", "pt"},  {"ron", "ro", "ro"},  {"rus", "ru", "ru"}, {"slv", "sl", "sl"},  {"spa", "es", "es"},
    {"srd", "sc", "sc"},  {"swe", "sv", "sv"},  {"szl", "", "szl"},  {"ukr", "uk", "uk"},  {"urd", "ur", "ur"},
    {"zlm", "ms", "ms"},
};

struct Suffix {
    const char* name;    // of iso3 "_" suffix
    const char* locale;
};

/// The suffixes that a registered subtag or a code of its own stands for.
constexpr Suffix suffixes[] = {
    {"eng_US", "en-US"},       {"por_BR", "pt-BR"},      {"cat_valencia", "ca-valencia"}, {"oci_aran", "oc-aranes"},
    {"oci_gascon", "oc-gascon"}, {"hbs_BS", "bs"},       {"hbs_HR", "hr"},                {"hbs_SR", "sr-Latn"},
};

}  // namespace

std::optional<Side> parse_side(const std::string& name) {
    const size_t underscore = name.find('_');
    const std::string code = name.substr(0, underscore);
    const std::string suffix = underscore == std::string::npos ? "" : name.substr(underscore);
    for (const Language& language : languages) {
        if (code != language.iso3 && (code != language.in_modes || code.empty())) continue;
        Side side{language.iso3 + suffix, language.locale, !suffix.empty()};
        // `cat_valencia_uni` is a variant of what `cat_valencia` stands for.
        for (const Suffix& known : suffixes) {
            const size_t length = strlen(known.name);
            if (side.code.compare(0, length, known.name) != 0) continue;
            if (side.code.size() != length && side.code[length] != '_') continue;
            side.locale = known.locale;
            side.is_variant = side.code.size() != length;
        }
        return side;
    }
    return std::nullopt;
}

int steps_between(const std::string& wanted, const std::string& offered) {
    std::string tag = wanted;
    if (tag == "no" || tag.compare(0, 3, "no-") == 0) tag.replace(0, 2, "nb");
    for (int steps = 0;; ++steps) {
        if (tag == offered) return steps;
        const size_t dash = tag.rfind('-');
        if (dash == std::string::npos) return -1;
        tag.resize(dash);
    }
}

}  // namespace dragoman::apertium

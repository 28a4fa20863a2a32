/*
 * recognition.cc: the script decides what it can, CLD2 the rest.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "recognition.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "han_tables.h"
#include "letters.h"

namespace CLD2 {
struct CLD2TableSummary;
extern const CLD2TableSummary kQuad_obj;
}  // namespace CLD2

namespace {

/* A table of libcld2_full. Nothing calls into that library, so a linker that is told `--as-needed` would leave it
 * out; this names it, and is volatile so that no optimizer sees through it. */
const CLD2::CLD2TableSummary *const volatile full_table = &CLD2::kQuad_obj;

/* More text does not make the answer better, and this much takes CLD2 well under a millisecond. */
constexpr size_t most_bytes = 8192;

/* What a text in one script may be, with shares that add up to 1 or less. */
struct Guess {
    std::string language;
    uint32_t script;
    double share;
};

struct ScriptLanguage {
    uint32_t script;
    const char *language;
};

/* Scripts that one living language writes nearly all text in. */
constexpr ScriptLanguage unique_languages[] = {
    {script_code("Grek"), "el"},  {script_code("Armn"), "hy"},  {script_code("Geor"), "ka"},
    {script_code("Thai"), "th"},  {script_code("Laoo"), "lo"},  {script_code("Khmr"), "km"},
    {script_code("Mymr"), "my"},  {script_code("Sinh"), "si"},  {script_code("Taml"), "ta"},
    {script_code("Telu"), "te"},  {script_code("Knda"), "kn"},  {script_code("Mlym"), "ml"},
    {script_code("Gujr"), "gu"},  {script_code("Guru"), "pa"},  {script_code("Orya"), "or"},
    {script_code("Thaa"), "dv"},  {script_code("Syrc"), "syr"}, {script_code("Cher"), "chr"},
    {script_code("Cans"), "iu"},  {script_code("Olck"), "sat"}, {script_code("Nkoo"), "nqo"},
    {script_code("Vaii"), "vai"}, {script_code("Yiii"), "ii"},  {script_code("Tfng"), "zgh"},
    {script_code("Mtei"), "mni"}, {script_code("Limb"), "lif"}, {script_code("Mong"), "mn"},
};

/* Scripts of several languages, with the one that is likeliest when CLD2 has no opinion. Latin has none. */
constexpr ScriptLanguage likeliest_languages[] = {
    {script_code("Cyrl"), "ru"}, {script_code("Arab"), "ar"}, {script_code("Deva"), "hi"},
    {script_code("Beng"), "bn"}, {script_code("Hebr"), "he"}, {script_code("Ethi"), "am"},
    {script_code("Tibt"), "bo"},
};

template <size_t count>
const char *find_language(const ScriptLanguage (&table)[count], uint32_t script) {
    auto found = std::find_if(std::begin(table), std::end(table),
                              [&](const ScriptLanguage &row) { return row.script == script; });
    return found == std::end(table) ? nullptr : found->language;
}

template <size_t count>
bool contains(const char16_t (&table)[count], char32_t character) {
    return character < 0x10000 &&
           std::binary_search(std::begin(table), std::end(table) - 1, char16_t(character));
}

/* How far a first answer of CLD2 for so many bytes of letters can be trusted: measured on messages of software in
 * 60 languages, where it is right in two of three words and in 19 of 20 sentences. */
double trust(size_t letter_bytes) { return 0.97 - 0.5 * std::exp(-double(letter_bytes) / 16); }

/* What CLD2 says: three languages, the shares of the text that they have in percent, and how well the text goes
 * with them, where a usual text has about 1000. */
struct Opinion {
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
};

/* `hint` has the form of a Content-Language header; CLD2 raises the first four languages in it. */
Opinion ask_cld2(const std::string &text, const char *hint) {
    CLD2::CLDHints hints = {hint, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    Opinion opinion;
    int text_bytes;
    bool reliable;
    CLD2::ExtDetectLanguageSummary(text.data(), int(text.size()), true, &hints, CLD2::kCLDFlagBestEffort,
                                   opinion.languages, opinion.percents, opinion.scores, nullptr, &text_bytes,
                                   &reliable);
    return opinion;
}

/* The languages of Latin script that most software is translated to, by fours. */
constexpr const char *frequent_languages[] = {
    "en,fr,de,es", "it,pt,nl,pl", "sv,da,no,fi", "cs,sk,hu,ro", "tr,hr,sl,vi", "ca,id,et,lt", "lv,sq,sr,af",
};
/* Others that a good part of it is. A language on neither list is a rare sight. */
constexpr const char *occasional_languages[] = {"gl,eu,cy,ga,is,nn,oc,ms,az,eo,bs,uz,mt,lb,br,sw,tl"};

template <size_t count>
bool names(const char *const (&lists)[count], CLD2::Language language) {
    const std::string wanted = "," + std::string(CLD2::LanguageCode(language)) + ",";
    return std::any_of(std::begin(lists), std::end(lists), [&](const char *list) {
        return ("," + std::string(list) + ",").find(wanted) != std::string::npos;
    });
}

/* Few words are often taken for a language that hardly anybody writes ("Guardar cambios" for Guarani), or for
 * English where nothing speaks for any language. Such an answer has to stand against the frequent languages, each
 * with a hint: what fits best then is right more often. Measured on messages of one to five words. */
Opinion reconsider(const ScriptText &part, const Opinion &first) {
    constexpr size_t few_bytes = 48;
    constexpr double weak_score = 500, advantage_over_rare = 1.1;
    bool frequent = names(frequent_languages, first.languages[0]);
    bool sound =
        names(occasional_languages, first.languages[0]) || (frequent && first.scores[0] > weak_score);
    if (part.script != script_code("Latn") || part.letter_bytes > few_bytes || sound) {
        return first;
    }
    Opinion best = first;
    double least = first.scores[0] * (frequent ? 1 : advantage_over_rare);
    for (const char *four : frequent_languages) {
        Opinion next = ask_cld2(part.text, four);
        if (next.scores[0] > least) {
            best = next;
            least = next.scores[0];
        }
    }
    return best;
}

/* Whether CLD2 calls two languages hard to tell apart, such as Czech and Slovak. */
bool are_close(CLD2::Language left, CLD2::Language right) {
    int set = CLD2::LanguageCloseSet(left);
    return set != 0 && set == CLD2::LanguageCloseSet(right);
}

/* What speaks for a candidate, or for one close to it, needs no hint; otherwise they are the hint. */
Opinion ask_with_candidates(const ScriptText &part, const std::vector<Candidate> &candidates) {
    Opinion free = reconsider(part, ask_cld2(part.text, nullptr));
    std::string hint;
    for (const Candidate &candidate : candidates) {
        CLD2::Language language = language_of(candidate.language);
        if (language == free.languages[0] || candidate.language == subtag(free.languages[0]) ||
            are_close(language, free.languages[0])) {
            return free;
        }
        if (language != CLD2::UNKNOWN_LANGUAGE) {
            hint.append(hint.empty() ? "" : ",").append(CLD2::LanguageCode(language));
        }
    }
    return hint.empty() ? free : ask_cld2(part.text, hint.c_str());
}

std::vector<Guess> guess_shared_script(const ScriptText &part, const std::vector<Candidate> &candidates) {
    const Opinion opinion = ask_with_candidates(part, candidates);
    std::vector<Guess> guesses;
    double sum = 0;
    for (int index = 0; index < 3; index++) {
        std::string_view language = subtag(opinion.languages[index]);
        if (!language.empty() && opinion.percents[index] > 0 &&
            is_written_in(opinion.languages[index], part.script)) {
            guesses.push_back({std::string(language), part.script, double(opinion.percents[index])});
            sum += opinion.percents[index];
        }
    }
    for (Guess &guess : guesses) {
        guess.share *= trust(part.letter_bytes) / sum;
    }
    const char *likeliest = find_language(likeliest_languages, part.script);
    if (guesses.empty() && likeliest != nullptr) {
        guesses.push_back({likeliest, part.script, 0.4});
    }
    return guesses;
}

/* Chinese, simplified or traditional, or Japanese without any kana. CLD2 is not asked: it takes short Chinese for
 * Japanese oftener than it finds Japanese that has no character of its own. */
std::vector<Guess> guess_han(const ScriptText &part) {
    int simplified = 0, traditional = 0, japanese = 0;
    for (std::string_view rest = part.text; !rest.empty();) {
        char32_t character = next_character(rest);
        simplified += contains(simplified_characters, character);
        traditional += contains(traditional_characters, character);
        japanese += contains(japanese_characters, character);
    }
    const uint32_t hans = script_code("Hans"), hant = script_code("Hant"), jpan = script_code("Jpan");
    if (japanese > simplified) {
        return {{"ja", jpan, 0.9}, {"zh", hant, 0.05}};
    }
    if (simplified > traditional) {
        return {{"zh", hans, 0.97}, {"zh", hant, 0.02}};
    }
    if (traditional > simplified) {
        return {{"zh", hant, 0.85}, {"ja", jpan, 0.1}};
    }
    return {{"zh", hans, 0.6}, {"zh", hant, 0.25}, {"ja", jpan, 0.15}};
}

/* Japanese and Korean use Han characters among their own: such a text is one, not a mixture. A single の in Chinese
 * does not make it Japanese. */
void join_east_asian(std::vector<ScriptText> &scripts) {
    auto bytes_in = [&](std::initializer_list<uint32_t> wanted) {
        size_t bytes = 0;
        for (const ScriptText &part : scripts) {
            bytes += std::count(wanted.begin(), wanted.end(), part.script) > 0 ? part.letter_bytes : 0;
        }
        return bytes;
    };
    const uint32_t hani = script_code("Hani"), hira = script_code("Hira"), kana = script_code("Kana");
    const uint32_t hang = script_code("Hang"), bopo = script_code("Bopo");
    size_t han = bytes_in({hani}), japanese = bytes_in({hira, kana}), korean = bytes_in({hang});

    uint32_t owner = hani;
    if (japanese * 12 >= han && japanese > 0 && japanese >= korean) {
        owner = script_code("Jpan");
    } else if (korean * 12 >= han && korean > 0) {
        owner = script_code("Kore");
    } else if (han == 0 && bytes_in({bopo}) > 0) {
        owner = script_code("Hant"); /* Bopomofo alone: Taiwan */
    }
    ScriptText joined{owner, {}, 0};
    for (const ScriptText &part : scripts) {
        for (uint32_t script : {hani, hira, kana, hang, bopo}) {
            if (part.script == script) {
                joined.text.append(joined.text.empty() ? "" : " ").append(part.text);
                joined.letter_bytes += part.letter_bytes;
            }
        }
    }
    if (joined.letter_bytes == 0) {
        return;
    }
    scripts.erase(std::remove_if(scripts.begin(), scripts.end(),
                                 [&](const ScriptText &part) {
                                     return part.script == hani || part.script == hira ||
                                            part.script == kana || part.script == hang || part.script == bopo;
                                 }),
                  scripts.end());
    scripts.push_back(std::move(joined));
}

std::vector<Guess> guess_script(const ScriptText &part, const std::vector<Candidate> &candidates) {
    if (part.script == script_code("Jpan")) {
        return {{"ja", part.script, 0.99}};
    }
    if (part.script == script_code("Kore")) {
        return {{"ko", part.script, 0.99}};
    }
    if (part.script == script_code("Hant")) {
        return {{"zh", part.script, 0.9}};
    }
    if (part.script == script_code("Hani")) {
        return guess_han(part);
    }
    if (const char *language = find_language(unique_languages, part.script)) {
        return {{language, part.script, 0.99}};
    }
    return guess_shared_script(part, candidates);
}

void add(std::vector<Answer> &answers, const std::string &locale, double confidence) {
    auto found = std::find_if(answers.begin(), answers.end(),
                              [&](const Answer &answer) { return answer.locale == locale; });
    if (found == answers.end()) {
        answers.push_back({locale, confidence});
    } else {
        found->confidence += confidence;
    }
}

/* The candidates that a guess speaks for, best reason first: the same language and script, the same language, one
 * that is close to it, one that is written in the same script. */
void add_candidates(std::vector<Answer> &answers, const Guess &guess, double confidence,
                    const std::vector<Candidate> &candidates) {
    const std::string locale = locale_of(guess.language, guess.script);
    const CLD2::Language guessed = language_of(guess.language);
    auto nearness = [&](const Candidate &candidate) {
        if (candidate.locale == locale) {
            return 1.0;
        }
        if (candidate.language == guess.language) {
            return 0.6;
        }
        CLD2::Language language = language_of(candidate.language);
        if (language == CLD2::UNKNOWN_LANGUAGE || !is_written_in(language, guess.script)) {
            return 0.0;
        }
        return are_close(language, guessed) ? 0.4 : 0.1;
    };
    double nearest = 0;
    for (const Candidate &candidate : candidates) {
        nearest = std::max(nearest, nearness(candidate));
    }
    auto is_nearest = [&](const Candidate &candidate) {
        return nearest > 0 && nearness(candidate) == nearest;
    };
    double sharers = double(std::count_if(candidates.begin(), candidates.end(), is_nearest));
    for (const Candidate &candidate : candidates) {
        if (is_nearest(candidate)) {
            add(answers, candidate.tag, confidence * nearest / sharers);
        }
    }
}

}  // namespace

std::vector<Answer> recognize_text(const dgm_host_text &host_text, std::string_view text,
                                   const std::vector<Candidate> &candidates) {
    const std::string plain = without_code(beginning(text, most_bytes));
    std::vector<ScriptText> scripts = split_by_script(host_text, plain);
    join_east_asian(scripts);

    /* Names and abbreviations in Latin letters stand in texts of every script, and hardly ever the other way
     * round; so a Latin letter counts half, beside what UTF-8's longer sequences add to the others. */
    auto weight = [](const ScriptText &part) {
        return double(part.letter_bytes) * (part.script == script_code("Latn") ? 0.5 : 1);
    };
    double sum = 0;
    for (const ScriptText &part : scripts) {
        sum += weight(part);
    }

    std::vector<Answer> answers;
    for (const ScriptText &part : scripts) {
        double share = weight(part) / sum;
        if (share < 0.05) {
            continue;
        }
        for (const Guess &guess : guess_script(part, candidates)) {
            if (candidates.empty()) {
                add(answers, locale_of(guess.language, guess.script), share * guess.share);
            } else {
                add_candidates(answers, guess, share * guess.share, candidates);
            }
        }
    }
    std::sort(answers.begin(), answers.end(),
              [](const Answer &left, const Answer &right) { return left.confidence > right.confidence; });
    return answers;
}

bool has_full_tables() {
    /* Māori, which the other tables do not have. */
    return full_table != nullptr &&
           ask_cld2("Ka whakaaturia nga korero katoa i konei", nullptr).languages[0] == CLD2::MAORI;
}

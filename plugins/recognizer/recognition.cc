/*
 * recognition.cc: the script decides what it can, the model and CLD2 the rest.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "recognition.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "han_tables.h"
#include "letters.h"
#include "ngrams.h"
#include "vote.h"

namespace {

/* More text does not make the answer better, and this much takes about a millisecond. */
constexpr size_t most_bytes = 8192;
/* An answer that is less likely says nothing. */
constexpr double least_probability = 0.15;
constexpr double least_alternative = 0.01;
/* A text with fewer n-grams that the model has met is in no language, unless it is clear which. Of real words hardly
 * one in a hundred is under this, of what fingers type at random most is. */
constexpr double least_familiarity = 0.25;
constexpr double clear_probability = 0.9;

struct ScriptLanguage {
    uint32_t script;
    const char *language;
};

/* What a text in one script may be. */
struct Guess {
    std::string locale; /* as `locale_of` gives it, or a variant of it */
    std::string language;
    double score; /* a logarithm */
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

void add_score(std::vector<Guess> &guesses, std::string_view locale, double score) {
    for (Guess &guess : guesses) {
        guess.score += guess.locale == locale || guess.language == locale ? score : 0;
    }
}

/* Characters that only simplified Chinese, traditional Chinese or Japanese has speak clearly, and the model does not
 * know all of them. */
void weigh_han(std::vector<Guess> &guesses, std::string_view text) {
    constexpr double for_each = 1.5, at_most = 6;
    int simplified = 0, traditional = 0, japanese = 0;
    while (!text.empty()) {
        char32_t character = next_character(text);
        simplified += contains(simplified_characters, character);
        traditional += contains(traditional_characters, character);
        japanese += contains(japanese_characters, character);
    }
    for (Guess &guess : guesses) {
        int count = guess.locale == "zh" ? simplified : guess.locale == "ja" ? japanese : traditional;
        guess.score += std::min(at_most, for_each * count);
    }
}

double best_probability(const std::vector<Guess> &guesses) {
    double best = -std::numeric_limits<double>::infinity(), sum = 0;
    for (const Guess &guess : guesses) {
        best = std::max(best, guess.score);
    }
    for (const Guess &guess : guesses) {
        sum += std::exp(guess.score - best);
    }
    return sum > 0 ? 1 / sum : 0;
}

/* A language that only CLD2 knows, if it is sure of it and there is enough text: likelier then than the best of what
 * the model knows. Short texts it takes for rare languages all too often. */
void add_unknown_language(std::vector<Guess> &guesses, const Votes &votes, const ScriptText &part) {
    constexpr size_t enough_bytes = 24;
    constexpr double advantage = 2;
    if (!votes.reliable || votes.languages.empty() || part.letter_bytes < enough_bytes) {
        return;
    }
    const Vote &first = votes.languages[0];
    double best = -std::numeric_limits<double>::infinity();
    for (const Guess &guess : guesses) {
        if (guess.language == first.language) {
            return;
        }
        best = std::max(best, guess.score);
    }
    guesses.push_back({locale_of(first.language, part.script), first.language, best + advantage * first.share});
}

/* What model and CLD2 say of a script that several languages are written in; nothing when the text looks like none
 * of them. */
std::vector<Guess> guess_shared_script(const Model &model, const ScriptText &part) {
    const std::vector<char32_t> words = words_of(part.text);
    const bool is_han = part.script == script_code("Hani");
    const size_t spaces = size_t(std::count(words.begin(), words.end(), U' '));
    const size_t word_count = is_han ? (words.size() - spaces + 1) / 2 : spaces - 1;
    const size_t length = length_class(word_count);
    double familiarity = 0;
    const std::vector<double> scores = model.score(words, part.script, familiarity);
    std::vector<Guess> guesses;
    for (size_t label = 0; label < scores.size(); label++) {
        if (std::isfinite(scores[label])) {
            std::string locale = model.labels()[label].locale;
            guesses.push_back({locale, locale.substr(0, locale.find('-')),
                               scores[label] / double(model.header().temperatures[length])});
        }
    }
    if (is_han) {
        weigh_han(guesses, part.text);
        return guesses;
    }
    const Votes votes = ask_cld2(part.text, part.script);
    for (const Vote &vote : votes.languages) {
        add_score(guesses, vote.language, vote.share * double(model.header().votes[length]));
    }
    const double best = best_probability(guesses);
    if (best < clear_probability) {
        if (familiarity < least_familiarity) {
            return {};
        }
        add_unknown_language(guesses, votes, part);
    }
    return guesses;
}

std::vector<Guess> guess_script(const Model &model, const ScriptText &part) {
    auto only = [&](const char *language, uint32_t script) {
        return std::vector<Guess>{{locale_of(language, script), language, 0}};
    };
    if (part.script == script_code("Jpan")) {
        return only("ja", part.script);
    }
    if (part.script == script_code("Kore")) {
        return only("ko", part.script);
    }
    if (part.script == script_code("Hant")) {
        return only("zh", part.script);
    }
    if (const char *language = find_language(unique_languages, part.script)) {
        return only(language, part.script);
    }
    return guess_shared_script(model, part);
}

/* Scores become probabilities that add up to `share`. */
std::vector<Answer> probabilities(const std::vector<Guess> &guesses, double share) {
    double highest = -std::numeric_limits<double>::infinity(), sum = 0;
    for (const Guess &guess : guesses) {
        highest = std::max(highest, guess.score);
    }
    std::vector<Answer> answers;
    for (const Guess &guess : guesses) {
        answers.push_back({guess.locale, std::exp(guess.score - highest)});
        sum += answers.back().confidence;
    }
    for (Answer &answer : answers) {
        answer.confidence *= share / sum;
    }
    return answers;
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

void add(std::vector<Answer> &answers, const std::string &locale, double confidence) {
    auto found = std::find_if(answers.begin(), answers.end(),
                              [&](const Answer &answer) { return answer.locale == locale; });
    if (found == answers.end()) {
        answers.push_back({locale, confidence});
    } else {
        found->confidence += confidence;
    }
}

/* How near a candidate is to a guess: 0 when the one has nothing to do with the other. */
int nearness(const Candidate &candidate, const Guess &guess) {
    const bool is_variant = guess.locale == "pt-BR" || guess.locale == "pt-PT";
    if (candidate.language != guess.language) {
        return 0;
    }
    if (is_variant) {
        return candidate.variant == guess.locale ? 3 : candidate.variant.empty() ? 2 : 1;
    }
    return candidate.locale == guess.locale ? 3 : 1;
}

/* Of the guesses only those that a candidate stands for, as if there were no others; but the less the text speaks for
 * any of the candidates, the less sure is the answer. */
std::vector<Answer> among_candidates(const std::vector<Guess> &guesses, double share,
                                     const std::vector<Candidate> &candidates) {
    std::vector<Guess> allowed;
    std::vector<std::vector<std::string>> tags;
    double mass = 0;
    const std::vector<Answer> all = probabilities(guesses, 1);
    for (size_t index = 0; index < guesses.size(); index++) {
        int nearest = 0;
        for (const Candidate &candidate : candidates) {
            nearest = std::max(nearest, nearness(candidate, guesses[index]));
        }
        if (nearest == 0) {
            continue;
        }
        allowed.push_back(guesses[index]);
        mass += all[index].confidence;
        tags.emplace_back();
        for (const Candidate &candidate : candidates) {
            if (nearness(candidate, guesses[index]) == nearest) {
                tags.back().push_back(candidate.tag);
            }
        }
    }
    std::vector<Answer> answers;
    const std::vector<Answer> restricted = probabilities(allowed, share * std::pow(mass, 0.25));
    for (size_t index = 0; index < allowed.size(); index++) {
        for (const std::string &tag : tags[index]) {
            add(answers, tag, restricted[index].confidence / double(tags[index].size()));
        }
    }
    return answers;
}

/* Portuguese is of Brazil or of Portugal when the text shows it, else just Portuguese. */
void join_variants(std::vector<Answer> &answers) {
    constexpr double clear = 0.65;
    auto find = [&](const char *locale) {
        return std::find_if(answers.begin(), answers.end(),
                            [&](const Answer &answer) { return answer.locale == locale; });
    };
    auto brazil = find("pt-BR"), portugal = find("pt-PT");
    if (brazil == answers.end() || portugal == answers.end()) {
        return;
    }
    double both = brazil->confidence + portugal->confidence;
    if (std::max(brazil->confidence, portugal->confidence) < clear * both) {
        brazil->locale = "pt";
        brazil->confidence = both;
        answers.erase(portugal);
    }
}

/* Whether there is enough of a text: one letter is a sign or a unit, unless it is a word as in Chinese. */
bool is_enough(const ScriptText &part) {
    size_t letters = 0;
    for (std::string_view rest = part.text; !rest.empty() && letters < 2;) {
        letters += is_letter(next_character(rest));
    }
    bool has_words_of_one = part.script == script_code("Hani") || part.script == script_code("Jpan") ||
                            part.script == script_code("Kore") || part.script == script_code("Hant");
    return letters >= (has_words_of_one ? 1 : 2);
}

}  // namespace

std::vector<Answer> recognize_text(const dgm_host_text &host_text, const Model &model, std::string_view text,
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
        constexpr double least_share = 0.05, most_certain = 0.99;
        const double share = weight(part) / sum;
        if (share < least_share || !is_enough(part)) {
            continue;
        }
        const std::vector<Guess> guesses = guess_script(model, part);
        for (const Answer &answer : candidates.empty()
                                        ? probabilities(guesses, most_certain * share)
                                        : among_candidates(guesses, most_certain * share, candidates)) {
            add(answers, answer.locale, answer.confidence);
        }
    }
    if (candidates.empty()) {
        join_variants(answers);
    }
    std::sort(answers.begin(), answers.end(),
              [](const Answer &left, const Answer &right) { return left.confidence > right.confidence; });
    if (candidates.empty() && !answers.empty() && answers[0].confidence < least_probability) {
        return {};
    }
    answers.erase(std::find_if(answers.begin(), answers.end(),
                               [](const Answer &answer) { return answer.confidence < least_alternative; }),
                  answers.end());
    return answers;
}

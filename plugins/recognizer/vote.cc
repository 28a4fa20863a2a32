/*
 * vote.cc
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "vote.h"

#include "languages.h"
#include "letters.h"

namespace CLD2 {
struct CLD2TableSummary;
extern const CLD2TableSummary kQuad_obj;
}  // namespace CLD2

namespace {

/* A table of libcld2_full. Nothing calls into that library, so a linker that is told `--as-needed` would leave it
 * out; this names it, and is volatile so that no optimizer sees through it. */
const CLD2::CLD2TableSummary *const volatile full_table = &CLD2::kQuad_obj;

}  // namespace

Votes ask_cld2(const std::string &text, uint32_t script) {
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int text_bytes;
    bool reliable = false;
    /* Without this flag it has no answer for most short texts. */
    CLD2::ExtDetectLanguageSummary(text.data(), int(text.size()), true, &hints, CLD2::kCLDFlagBestEffort, languages,
                                   percents, scores, nullptr, &text_bytes, &reliable);
    Votes votes{{}, reliable};
    for (int index = 0; index < 3; index++) {
        std::string_view language = subtag(languages[index]);
        if (!language.empty() && percents[index] > 0 && is_written_in(languages[index], script)) {
            /* What it calls Kurdish and knows in Arabic letters is Central Kurdish. */
            bool central = language == "ku" && script == script_code("Arab");
            votes.languages.push_back({central ? "ckb" : std::string(language), percents[index] / 100.0});
        }
    }
    return votes;
}

bool has_full_tables() {
    /* Māori, which the other tables do not have. */
    Votes votes = ask_cld2("Ka whakaaturia nga korero katoa i konei", script_code("Latn"));
    return full_table != nullptr && !votes.languages.empty() && votes.languages[0].language == "mi";
}

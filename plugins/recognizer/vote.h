/*
 * vote.h: what CLD2 says of a text, beside the model.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_VOTE_H
#define DRAGOMAN_RECOGNIZER_VOTE_H

#include <cstdint>
#include <string>
#include <vector>

struct Vote {
    std::string language; /* today's subtag */
    double share;         /* of the text, 0 to 1 */
};

struct Votes {
    std::vector<Vote> languages; /* those that are written in the script, at most three, best first */
    bool reliable;               /* CLD2 would stand by the first one without being pressed */
};

/* What CLD2 takes `text`, all of it in one script, for. */
Votes ask_cld2(const std::string &text, uint32_t script);

/* Whether CLD2 works with its full tables. Without them it knows half as many languages, and it has them only
 * when libcld2_full was linked before libcld2. */
bool has_full_tables();

#endif

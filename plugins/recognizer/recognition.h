/*
 * recognition.h: from a text to the locales that it may be in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_RECOGNITION_H
#define DRAGOMAN_RECOGNIZER_RECOGNITION_H

#include <string>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"
#include "languages.h"
#include "model.h"

struct Answer {
    std::string locale;
    double confidence;
};

/* The locales that `text` may be in, best first; none when it shows too little. With candidates, only tags of theirs
 * come back, spelled as they are. */
std::vector<Answer> recognize_text(const dgm_host_text &host_text, const Model &model, std::string_view text,
                                   const std::vector<Candidate> &candidates);

#endif

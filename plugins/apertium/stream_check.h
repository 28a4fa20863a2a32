// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace dragoman::apertium {

/// Whether every blank, word and escape of a stream is closed. Library stages call exit(3) or read for ever on
/// one that is not, so it is asked before each of them.
bool is_well_formed(const std::string& stream);

/// Words of a generator's input that no dictionary knew: marked `*` by the analyser or `@` by the bilingual one.
size_t count_unknown_words(const std::string& stream);

}  // namespace dragoman::apertium

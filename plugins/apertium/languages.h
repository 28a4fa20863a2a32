// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace dragoman::apertium {

/// One side of a mode's name, such as `por_BR`.
struct Side {
    std::string code;      // ISO 639-3 with the mode's suffix, such as "por_BR"
    std::string locale;    // canonical BCP 47, such as "pt-BR"
    bool is_variant;       // has a suffix that no locale stands for: used by name only
};

/// Understands the two- and three-letter codes of Apertium's modes. Null for what is not a language.
std::optional<Side> parse_side(const std::string& name);

/// Steps to drop from `wanted` until it equals `offered` (0: equal, `pt-BR` to `pt`: 1), or -1. The Norwegian
/// macrolanguage `no` counts as `nb`.
int steps_between(const std::string& wanted, const std::string& offered);

}  // namespace dragoman::apertium

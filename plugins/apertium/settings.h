// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dragoman::apertium {

/// The provider's settings, as plugin.json describes them.
struct Settings {
    std::string modes_path = "/usr/share/apertium/modes";
    size_t max_bytes = 1'000'000'000;                // of all loaded engines together
    std::vector<std::string> pivot = {"es", "ca"};   // locales chains may go through; empty: no chains
    std::vector<std::string> warm;                   // models loaded when the first instance is made
    int call_timeout_ms = 30'000;
    size_t pool_processes = 2;                       // engines with helper programs, of one mode
};

/// Throws std::invalid_argument with a reason. An empty text is an empty object.
Settings read_settings(const std::string& json);

}  // namespace dragoman::apertium

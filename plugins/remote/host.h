// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dragoman_provider.h"

namespace dragoman::remote {

/// The host's tables, asked for once at the plugin's entry. They live as long as the process.
struct Host {
    const dgm_host* calls = nullptr;
    const dgm_host_log* log = nullptr;
    const dgm_host_http* http = nullptr;
    const dgm_host_secret* secrets = nullptr;
};

extern Host host;

/// Takes the host's tables; false when the plugin cannot work with this host, which has then been told why.
bool adopt(const dgm_host* table, const char* plugin);

/// Writes one line. Never content or a credential.
void log(dgm_instance instance, dgm_log_level level, const std::string& message);

/// A credential as it is now; nothing when the operator named none.
std::optional<std::string> secret(dgm_instance instance, std::string_view name);

inline dgm_text text_of(std::string_view text) { return {text.data(), text.size()}; }

inline std::string_view view_of(const dgm_text& text) {
    return text.length == 0 ? std::string_view() : std::string_view(text.bytes, text.length);
}

}  // namespace dragoman::remote

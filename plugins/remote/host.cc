// SPDX-License-Identifier: Apache-2.0
#include "host.h"

namespace dragoman::remote {

Host host;

namespace {

template <typename Table>
const Table* table_named(std::string_view name) {
    return static_cast<const Table*>(host.calls->get_extension(name.data(), name.size()));
}

}  // namespace

bool adopt(const dgm_host* table, const char* plugin) {
    if (table->abi_major != DGM_ABI_MAJOR) return false;  // not even log/1 can be trusted to look as it does here
    host.calls = table;
    host.log = table_named<dgm_host_log>("log/1");
    host.http = table_named<dgm_host_http>("http/1");
    host.secrets = table_named<dgm_host_secret>("secret/1");
    if (host.http != nullptr && host.secrets != nullptr) return true;
    log(0, DGM_LOG_ERROR, std::string(plugin) + ": needs a host that has http/1 and secret/1");
    return false;
}

void log(dgm_instance instance, dgm_log_level level, const std::string& message) {
    if (host.log != nullptr) host.log->write(instance, level, message.data(), message.size());
}

std::optional<std::string> secret(dgm_instance instance, std::string_view name) {
    std::string value(256, '\0');
    // A second round for one that is longer, and a third for one that grew in between.
    for (int round = 0; round < 3; ++round) {
        const int64_t length =
            host.secrets->get(instance, name.data(), name.size(), value.data(), value.size());
        if (length < 0) return std::nullopt;
        const bool fits = static_cast<size_t>(length) <= value.size();
        value.resize(static_cast<size_t>(length));
        if (fits) return value;
    }
    return std::nullopt;
}

}  // namespace dragoman::remote

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"

namespace dragoman::llm {

/// What a model is asked, as the host wrote it. Points into the host's request.
struct Prompt {
    struct Message {
        dgm_role role;
        bool is_stable;
        std::string_view text;
    };

    explicit Prompt(const dgm_generate_request& request);

    std::string_view model;
    std::vector<Message> messages;
    /// Index of the last message that many calls have in common, or -1.
    int last_stable = -1;
    std::string_view schema;
    std::string_view schema_name;
    /// 0: as the instance's settings say.
    int64_t max_output_tokens;
    /// Below 0: the model's own.
    double temperature;
    uint64_t seed;
};

}  // namespace dragoman::llm

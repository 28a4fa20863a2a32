// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "dragoman_provider.h"

namespace dragoman::remote {

/// Ends a call with a status of the ABI. The message never holds content or a credential.
class Failure : public std::runtime_error {
public:
    explicit Failure(dgm_status status, const std::string& message, int64_t retry_after_ms = 0)
        : std::runtime_error(message), status(status), retry_after_ms(retry_after_ms) {}

    const dgm_status status;
    const int64_t retry_after_ms;
};

}  // namespace dragoman::remote

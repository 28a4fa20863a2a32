// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange.h"
#include "failure.h"
#include "json.h"

namespace dragoman::remote {

/// What a service said went wrong, in its own words.
struct ServiceError {
    std::string type;
    std::string code;
    std::string message;
    /// Where the answer itself says when to come back, else 0.
    int64_t retry_after_ms = 0;
    /// A HTTP status inside the body, else 0.
    int status = 0;
};

/// What must not get out with a message: the call's texts and the credential.
struct Confidential {
    std::vector<std::string_view> texts;
    std::string_view secret;
};

/// Finds the error in any of the shapes that services have: `{"error": {"type", "code", "message", "status"}}`,
/// `{"error": "..."}`, `{"message": "..."}`, `[{"error": ...}]`, `{"detail": ...}`. All empty when there is none.
ServiceError read_error(const Json& body);

/// Whether an answer with a good status is an error all the same.
bool is_error(const Json& body);

/// What an answer with a bad status, or with an error in it, means.
Failure failure_of(const Response& response, const ServiceError& error, const Confidential& confidential);

/// A service's message as it may be shown: one line of printable ASCII, bounded, without what it quotes, what looks
/// like a key, and what is part of the confidential texts.
std::string clean_message(std::string_view message, const Confidential& confidential);

}  // namespace dragoman::remote

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "exchange.h"

namespace dragoman::remote {

/// How long a service asks to be left alone, in milliseconds and at most a day; 0 when it does not say.
///
/// Read are `retry-after-ms`, `retry-after` (RFC 9110, section 10.2.3) and, when there is neither, the resets of those limits that
/// have nothing left: `x-ratelimit-reset-*` (OpenAI), `anthropic-ratelimit-*-reset`, `x-ratelimit-reset`.
///
/// - now_ms: milliseconds since 1970 UTC.
int64_t retry_after_ms(const Response& response, int64_t now_ms);

/// A span such as `1h2m3.5s`, `250ms` or `17`, in milliseconds; -1 for what is none.
int64_t span_ms(std::string_view text);

}  // namespace dragoman::remote

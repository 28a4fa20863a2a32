// SPDX-License-Identifier: Apache-2.0
#include "retry_after.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <string>

namespace dragoman::remote {
namespace {

constexpr int64_t a_day_ms = 86'400'000;

/// Digits with a point, whatever the process's locale writes for one; gives the number of bytes read, 0 for none.
size_t read_number(std::string_view text, double& value) {
    size_t at = 0;
    double scale = 1;
    bool has_point = false, has_digit = false;
    value = 0;
    for (; at < text.size() && at < 64; ++at) {
        if (text[at] == '.' && !has_point) {
            has_point = true;
        } else if (text[at] >= '0' && text[at] <= '9') {
            has_digit = true;
            value = value * 10 + (text[at] - '0');
            if (has_point) scale *= 10;
        } else {
            break;
        }
    }
    value /= scale;
    return has_digit ? at : 0;
}

int64_t bounded_ms(double milliseconds) {
    return static_cast<int64_t>(std::min<double>(milliseconds, a_day_ms));
}

/// A moment by one of strptime's formats, in milliseconds since 1970; -1 for what is none. Its words are English in
/// every locale but where somebody set another one, which the gateway does not.
int64_t moment_ms(std::string_view text, const char* format) {
    std::tm parts{};
    const std::string copy(text);
    if (strptime(copy.c_str(), format, &parts) == nullptr) return -1;
    return static_cast<int64_t>(timegm(&parts)) * 1000;
}

int64_t until(int64_t moment, int64_t now_ms) {
    return moment < 0 ? -1 : std::max<int64_t>(moment - now_ms, 0);
}

int64_t retry_after(std::string_view text, int64_t now_ms) {
    double seconds = 0;
    const size_t length = read_number(text, seconds);
    if (length > 0 && length == text.size()) return bounded_ms(seconds * 1000);
    return until(moment_ms(text, "%a, %d %b %Y %H:%M:%S GMT"), now_ms);
}

/// A reset as services write it: a moment (RFC 3339, or seconds or milliseconds since 1970) or a span.
int64_t reset_ms(std::string_view text, int64_t now_ms) {
    const int64_t moment = moment_ms(text, "%Y-%m-%dT%H:%M:%S");
    if (moment >= 0) return until(moment, now_ms);
    double number = 0;
    if (read_number(text, number) == text.size() && number > 1e9) {
        return until(static_cast<int64_t>(std::min(number > 1e11 ? number : number * 1000, 1e15)), now_ms);
    }
    return span_ms(text);
}

struct Limit {
    const char* reset;
    const char* remaining;
};

constexpr std::array<Limit, 8> limits = {{
    {"x-ratelimit-reset-requests", "x-ratelimit-remaining-requests"},
    {"x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"},
    {"x-ratelimit-reset", "x-ratelimit-remaining"},
    {"anthropic-ratelimit-requests-reset", "anthropic-ratelimit-requests-remaining"},
    {"anthropic-ratelimit-tokens-reset", "anthropic-ratelimit-tokens-remaining"},
    {"anthropic-ratelimit-input-tokens-reset", "anthropic-ratelimit-input-tokens-remaining"},
    {"anthropic-ratelimit-output-tokens-reset", "anthropic-ratelimit-output-tokens-remaining"},
    {"ratelimit-reset", "ratelimit-remaining"},
}};

}  // namespace

int64_t span_ms(std::string_view text) {
    if (text.empty()) return -1;
    double total = 0;
    while (!text.empty()) {
        double number = 0;
        const size_t length = read_number(text, number);
        if (length == 0) return -1;
        text.remove_prefix(length);
        const auto unit = [&](std::string_view name, double milliseconds) {
            if (text.substr(0, name.size()) != name) return false;
            text.remove_prefix(name.size());
            total += number * milliseconds;
            return true;
        };
        if (text.empty()) {
            total += number * 1000;  // seconds, as every header has them that names no unit
        } else if (!unit("ms", 1) && !unit("s", 1000) && !unit("m", 60'000) && !unit("h", 3'600'000) &&
                   !unit("d", 86'400'000)) {
            return -1;
        }
    }
    return bounded_ms(total);
}

int64_t retry_after_ms(const Response& response, int64_t now_ms) {
    const auto within_a_day = [](int64_t wait) { return std::clamp<int64_t>(wait, 0, a_day_ms); };
    const std::string_view exact = response.header("retry-after-ms");
    double milliseconds = 0;
    if (!exact.empty() && read_number(exact, milliseconds) == exact.size()) {
        return bounded_ms(milliseconds);
    }
    const int64_t asked = retry_after(response.header("retry-after"), now_ms);
    if (asked >= 0) return within_a_day(asked);
    int64_t longest = 0;
    for (const Limit& limit : limits) {
        const std::string_view reset = response.header(limit.reset), remaining = response.header(limit.remaining);
        if (reset.empty() || (!remaining.empty() && remaining != "0")) continue;
        longest = std::max(longest, reset_ms(reset, now_ms));
    }
    return within_a_day(longest);
}

}  // namespace dragoman::remote

// SPDX-License-Identifier: Apache-2.0
#include "service_error.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <initializer_list>

#include "retry_after.h"

namespace dragoman::remote {
namespace {

std::string lowercase(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

bool has_any(const std::string& text, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
}

/// Words that say more than the status does; DGM_OK when none does.
dgm_status by_words(const ServiceError& error) {
    const std::string names = lowercase(error.type + " " + error.code);
    const std::string message = lowercase(error.message);
    if (has_any(names, {"insufficient_quota", "billing", "quota_exceeded", "dailylimitexceeded", "credit", "403001"}) ||
        has_any(message, {"credit balance", "check your plan and billing", "insufficient credits"})) {
        return DGM_QUOTA;
    }
    if (has_any(names, {"context_length_exceeded", "request_too_large", "string_above_max_length"}) ||
        has_any(message, {"context length", "context window", "prompt is too long", "too many tokens",
                          "maximum number of tokens", "exceeds the maximum"})) {
        return DGM_INVALID_INPUT;
    }
    if (has_any(names, {"content_filter", "content_policy", "moderation", "responsibleaipolicyviolation"})) {
        return DGM_REFUSED;
    }
    if (has_any(names, {"rate_limit", "resource_exhausted", "too_many_requests"})) return DGM_RATE_LIMITED;
    if (has_any(names, {"authentication", "invalid_api_key", "permission", "unauthenticated", "auth_error", "no_db_connection"}) ||
        has_any(message, {"api key not valid", "api key expired"})) {
        return DGM_UNAUTHORIZED;
    }
    // Of services that translate: a language, or a pair, that they do not have.
    if (has_any(names, {"400019", "400023", "400035", "400036"}) ||
        has_any(message, {"source_lang", "target_lang", "source language", "target language", "language pair",
                          "is not supported", "pair is not installed", "pair is invalid", "bad language"})) {
        return DGM_UNSUPPORTED_PAIR;
    }
    // Proxies answer 400 here: no other text would fare better.
    if (has_any(message, {"invalid model name", "not a valid model", "unknown model", "model does not exist"})) {
        return DGM_UNSUPPORTED_PAIR;
    }
    if (has_any(names, {"model_not_found", "not_found"})) return DGM_UNSUPPORTED_PAIR;
    if (has_any(names, {"overloaded", "unavailable", "server_error", "api_error", "internal"})) return DGM_UNAVAILABLE;
    if (has_any(names, {"deadline_exceeded", "timeout"})) return DGM_TIMED_OUT;
    return DGM_OK;
}

dgm_status by_status(int status, bool is_known_shape) {
    switch (status) {
    case 400: case 405: case 406: case 411: case 413: case 414: case 415: case 422: return DGM_INVALID_INPUT;
    case 401: case 403: case 407: return DGM_UNAUTHORIZED;
    case 402: case 456: return DGM_QUOTA;
    // Somebody's page that there is nothing here, or the service's word that there is no such model.
    case 404: case 410: return is_known_shape ? DGM_UNSUPPORTED_PAIR : DGM_BROKEN;
    case 408: return DGM_TIMED_OUT;
    case 409: case 425: return DGM_UNAVAILABLE;
    case 429: return DGM_RATE_LIMITED;
    default: return status >= 500 ? DGM_UNAVAILABLE : DGM_BROKEN;
    }
}

dgm_status status_of(int status, const ServiceError& error) {
    const bool is_known_shape = !error.message.empty() || !error.type.empty() || !error.code.empty();
    const bool is_good = status >= 200 && status < 300;
    const dgm_status said = by_words(error);
    if (is_good) {
        if (said != DGM_OK) return said;
        return error.status >= 400 ? by_status(error.status, true) : DGM_BROKEN;
    }
    // A server in trouble may say anything; a client's mistake is told best by its name.
    if (status >= 500) return said == DGM_RATE_LIMITED || said == DGM_QUOTA ? said : DGM_UNAVAILABLE;
    if (status == 429) return said == DGM_QUOTA ? DGM_QUOTA : DGM_RATE_LIMITED;
    const bool says_more = status == 400 || status == 403 || status == 404 || status == 422;
    return says_more && said != DGM_OK ? said : by_status(status, is_known_shape);
}

/// A name such as `invalid_request_error`, or nothing: services put whole sentences here too.
std::string name_of(std::string_view text) {
    const bool is_name = text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    });
    return is_name ? std::string(text) : std::string();
}

int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

ServiceError read_object(const Json& object) {
    ServiceError error;
    error.type = name_of(text(member(object, "type")));
    if (error.type.empty()) error.type = name_of(text(member(object, "status")));
    const Json& code = member(object, "code");
    if (code.is_number_integer()) {
        const int64_t number = code.is_number_unsigned() && code.get<uint64_t>() > 999999 ? 0 : code.get<int64_t>();
        error.code = std::to_string(number);
        // Microsoft's have six digits, of which the first three are a status.
        error.status = static_cast<int>(number >= 100'000 ? number / 1000 : number);
    } else {
        error.code = name_of(text(code));
    }
    error.message = std::string(text(member(object, "message")));
    const std::string_view explanation = text(member(object, "explanation"));
    if (!explanation.empty()) error.message += (error.message.empty() ? "" : ": ") + std::string(explanation);
    for (const Json& detail : member(object, "details")) {
        const int64_t wait = span_ms(text(member(detail, "retryDelay")));
        if (wait > 0) error.retry_after_ms = wait;
        const std::string reason = name_of(text(member(detail, "reason")));
        if (!reason.empty()) error.code = reason;
    }
    return error;
}

}  // namespace

bool is_error(const Json& body) {
    const Json& error = member(body, "error");
    return (error.is_object() && !error.empty()) || (error.is_string() && !text(error).empty());
}

ServiceError read_error(const Json& body) {
    const Json& object = body.is_array() ? element(body, 0) : body;
    const Json& error = member(object, "error");
    if (error.is_object()) return read_object(error);
    ServiceError found;
    if (error.is_string()) {
        found.message = std::string(text(error));
    } else if (object.is_object()) {
        found = read_object(object);
        const Json& detail = member(object, "detail");
        if (found.message.empty() && detail.is_string()) found.message = std::string(text(detail));
    }
    return found;
}

std::string clean_message(std::string_view message, const Confidential& confidential) {
    constexpr size_t most_read = 400, most_shown = 200, window = 8;
    message = message.substr(0, most_read);
    std::string open(message);
    const auto blank = [&](size_t begin, size_t end) {
        for (size_t i = begin; i < std::min(end, open.size()); ++i) open[i] = '\x01';
    };
    // What a message has in common with the call's texts, whole words at least.
    for (const std::string_view text : confidential.texts) {
        if (text.size() >= 3 && text.size() < window) {
            for (size_t at = message.find(text); at != std::string_view::npos; at = message.find(text, at + 1)) {
                blank(at, at + text.size());
            }
        }
        for (size_t at = 0; at + window <= message.size(); ++at) {
            if (text.find(message.substr(at, window)) != std::string_view::npos) blank(at, at + window);
        }
    }
    if (confidential.secret.size() >= 4) {
        const size_t at = message.find(confidential.secret);
        if (at != std::string_view::npos) blank(at, at + confidential.secret.size());
    }
    // What it quotes, to the same sign again.
    for (const char quote : {'"', '\'', '`'}) {
        for (size_t at = open.find(quote); at != std::string::npos; at = open.find(quote, at + 1)) {
            const bool is_apostrophe = at > 0 && std::isalnum(static_cast<unsigned char>(open[at - 1])) != 0 &&
                                       at + 1 < open.size() && std::isalnum(static_cast<unsigned char>(open[at + 1])) != 0;
            if (quote == '\'' && is_apostrophe) continue;
            const size_t end = open.find(quote, at + 1);
            blank(at, end == std::string::npos ? open.size() : end + 1);
        }
    }
    // Words that may be a key, an address or an identifier: long, starred, or not of plain letters.
    std::string shown;
    size_t at = 0;
    while (at < open.size() && shown.size() < most_shown) {
        while (at < open.size() && static_cast<unsigned char>(open[at]) <= 32 && open[at] != '\x01') ++at;
        size_t end = at;
        while (end < open.size() && (static_cast<unsigned char>(open[end]) > 32 || open[end] == '\x01')) ++end;
        const std::string word = open.substr(at, end - at);
        at = end;
        if (word.empty()) continue;
        const bool is_plain = word.size() <= 24 && std::all_of(word.begin(), word.end(), [](unsigned char c) {
            return c > 32 && c < 127 && c != '*';
        });
        const bool is_key = word.rfind("sk-", 0) == 0 || word.rfind("key-", 0) == 0 || word.rfind("AIza", 0) == 0;
        const std::string_view visible = is_plain && !is_key ? std::string_view(word) : std::string_view("...");
        if (visible == "..." && shown.size() >= 3 && shown.compare(shown.size() - 3, 3, "...") == 0) continue;
        if (!shown.empty()) shown += ' ';
        shown += visible;
    }
    if (shown.size() > most_shown) shown.resize(most_shown);
    return shown;
}

Failure failure_of(const Response& response, const ServiceError& error, const Confidential& confidential) {
    const int http = response.status();
    const dgm_status status = status_of(http, error);
    std::string message = "the service answered " + std::to_string(http);
    if (http >= 300 && http < 400) message += ", a redirection, which is not followed";
    if (!error.type.empty()) message += ", " + clean_message(error.type, confidential);
    if (!error.code.empty()) message += ", " + clean_message(error.code, confidential);
    const std::string said = clean_message(error.message, confidential);
    if (!said.empty()) message += ": " + said;
    int64_t wait = 0;
    if (status == DGM_RATE_LIMITED || status == DGM_QUOTA || status == DGM_UNAVAILABLE) {
        wait = error.retry_after_ms > 0 ? error.retry_after_ms : retry_after_ms(response, now_ms());
    }
    return Failure(status, message, wait);
}

}  // namespace dragoman::remote

// SPDX-License-Identifier: Apache-2.0
#include "protocol.h"

#include <algorithm>
#include <stdexcept>

#include "failure.h"

namespace dragoman::llm {

using remote::Failure;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;

namespace {

bool is_token(const std::string& name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_';
    });
}

}  // namespace

Protocol::Protocol(const Settings& settings, const std::string& base_url, int64_t max_output_tokens,
                   std::vector<std::string> reserved)
    : base_url_(settings.base_url(base_url)),
      models_(settings.texts("models")),
      max_output_tokens_(settings.whole("max_output_tokens", max_output_tokens, 0, 10'000'000)),
      sends_temperature_(settings.flag("send_temperature", true)),
      extra_(settings.object("extra")) {
    for (const std::string& model : models_) {
        if (model.empty() || model.size() > 256) throw std::invalid_argument("models holds a name that is none");
    }
    reserved.insert(reserved.end(), {"model", "stream"});
    for (const std::string& name : reserved) {
        if (extra_.contains(name)) throw std::invalid_argument("extra." + name + " is not to be set");
    }
    // Credentials are no settings, and a header with one would be a way round that.
    const OrderedJson headers = settings.object("headers");
    for (const auto& [name, value] : headers.items()) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto* text = value.get_ptr<const std::string*>();
        const bool is_clean =
            text != nullptr && std::none_of(text->begin(), text->end(), [](unsigned char c) { return c < 32; });
        if (!is_token(name) || !is_clean) throw std::invalid_argument("headers." + name + " is no header");
        if (lower == "authorization" || lower == "x-api-key" || lower == "api-key" || lower == "x-goog-api-key" ||
            lower == "content-type" || lower == "content-length" || lower == "host") {
            throw std::invalid_argument("headers." + name + " is not to be set: secrets.api_key is for credentials");
        }
        headers_.emplace_back(name, *text);
    }
}

Request Protocol::request(const Prompt& prompt, const std::string& model, const std::string& key) const {
    Request request = address(model, key);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Accept", "application/json");
    request.headers.insert(request.headers.end(), headers_.begin(), headers_.end());
    OrderedJson content = body(prompt, model);
    // RFC 7396: what is null takes a member away, and objects are joined.
    if (!extra_.empty()) content.merge_patch(extra_);
    request.body = remote::write(content);
    return request;
}

int64_t Protocol::max_output_tokens(const Prompt& prompt) const {
    if (prompt.max_output_tokens <= 0) return max_output_tokens_;
    return max_output_tokens_ > 0 ? std::min(prompt.max_output_tokens, max_output_tokens_) : prompt.max_output_tokens;
}

int64_t short_seed(uint64_t seed) { return static_cast<int64_t>((seed ^ seed >> 32) & 0x7FFFFFFF); }

OrderedJson schema_of(const Prompt& prompt) {
    OrderedJson schema = OrderedJson::parse(prompt.schema.begin(), prompt.schema.end(), nullptr, false);
    if (!schema.is_object()) throw Failure(DGM_INVALID_INPUT, "the schema is not a JSON object");
    return schema;
}

std::string model_name(const remote::Json& value) {
    const std::string_view name = remote::text(value);
    const bool is_name = name.size() <= 200 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return c > 32 && c < 127;
    });
    return is_name ? std::string(name) : std::string();
}

}  // namespace dragoman::llm

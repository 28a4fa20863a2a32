// SPDX-License-Identifier: Apache-2.0
#include "gemini.h"

#include <array>
#include <cctype>
#include <stdexcept>

#include "failure.h"

namespace dragoman::llm {

using remote::element;
using remote::Failure;
using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;
using remote::text;

namespace {

/// Words of a JSON Schema that `responseSchema`, a selection of OpenAPI 3.0, does not know.
constexpr std::array<const char*, 5> unknown_words = {"$schema", "$id", "$defs", "additionalProperties", "strict"};

void keep_known_words(OrderedJson& schema) {
    if (!schema.is_object()) return;
    for (const char* word : unknown_words) schema.erase(word);
    if (schema.contains("properties")) {
        for (auto& property : schema["properties"]) keep_known_words(property);
    }
    if (schema.contains("items")) keep_known_words(schema["items"]);
}

/// A model's name as a part of a path (RFC 3986, section 3.3).
std::string path_of(const std::string& model) {
    std::string path;
    for (const char c : model.find('/') == std::string::npos ? "models/" + model : model) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '/') {
            path += c;
        } else {
            static constexpr char digits[] = "0123456789ABCDEF";
            path += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return path;
}

bool is_refusal(std::string_view reason) {
    for (const char* one : {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY"}) {
        if (reason == one) return true;
    }
    return false;
}

}  // namespace

Gemini::Gemini(const Settings& settings)
    : Protocol(settings, "https://generativelanguage.googleapis.com", 0, {"contents", "systemInstruction"}),
      schema_(settings.choice("schema", {"json_schema", "openapi", "none"})),
      api_version_(settings.text("api_version", "v1beta")) {
    if (api_version_.empty() || api_version_.find_first_of("/?#% ") != std::string::npos) {
        throw std::invalid_argument("api_version is not a part of a path");
    }
}

Request Gemini::address(const std::string& model, const std::string& key) const {
    Request request;
    request.url = base_url() + "/" + api_version_ + "/" + path_of(model) + ":generateContent";
    if (!key.empty()) request.headers.emplace_back("x-goog-api-key", key);
    return request;
}

OrderedJson Gemini::body(const Prompt& prompt, const std::string&) const {
    OrderedJson body = OrderedJson::object(), system = OrderedJson::array(), contents = OrderedJson::array();
    for (const Prompt::Message& message : prompt.messages) {
        OrderedJson part = {{"text", message.text}};
        if (message.role == DGM_ROLE_SYSTEM) {
            system.push_back(std::move(part));
            continue;
        }
        const char* role = message.role == DGM_ROLE_ASSISTANT ? "model" : "user";
        contents.push_back({{"role", role}, {"parts", OrderedJson::array({std::move(part)})}});
    }
    if (contents.empty()) throw Failure(DGM_INVALID_INPUT, "the prompt has no message of a user");
    if (!system.empty()) body["systemInstruction"] = {{"parts", std::move(system)}};
    body["contents"] = std::move(contents);
    OrderedJson config = OrderedJson::object();
    if (!prompt.schema.empty() && schema_ != "none") {
        config["responseMimeType"] = "application/json";
        OrderedJson schema = schema_of(prompt);
        if (schema_ == "openapi") keep_known_words(schema);
        config[schema_ == "openapi" ? "responseSchema" : "responseJsonSchema"] = std::move(schema);
    }
    const int64_t most = max_output_tokens(prompt);
    if (most > 0) config["maxOutputTokens"] = most;
    if (has_temperature(prompt)) config["temperature"] = prompt.temperature;
    if (prompt.seed != 0) config["seed"] = short_seed(prompt.seed);
    if (!config.empty()) body["generationConfig"] = std::move(config);
    return body;
}

Answer Gemini::read(const Json& body) const {
    Answer answer;
    const Json& usage = member(body, "usageMetadata");
    answer.input_tokens = remote::count(member(usage, "promptTokenCount"));
    answer.output_tokens =
        remote::count(member(usage, "candidatesTokenCount")) + remote::count(member(usage, "thoughtsTokenCount"));
    answer.cached_input_tokens = remote::count(member(usage, "cachedContentTokenCount"));
    answer.model = model_name(member(body, "modelVersion"));
    const Json& candidate = element(member(body, "candidates"), 0);
    const std::string_view blocked = text(member(member(body, "promptFeedback"), "blockReason"));
    if (!blocked.empty()) {
        answer.is_refused = true;
        answer.finish_reason = std::string(blocked.substr(0, 64));
        return answer;
    }
    if (!candidate.is_object()) throw Failure(DGM_BROKEN, "the service's answer has no candidates");
    const std::string_view reason = text(member(candidate, "finishReason"));
    answer.finish_reason = std::string(reason.substr(0, 64));
    if (reason == "MAX_TOKENS") {
        answer.stop = DGM_STOP_LENGTH;
    } else if (is_refusal(reason)) {
        answer.is_refused = true;
    } else if (reason != "STOP" && !reason.empty()) {
        answer.stop = DGM_STOP_OTHER;
    }
    bool has_text = false;
    for (const Json& part : member(member(candidate, "content"), "parts")) {
        if (member(part, "thought") == true || !member(part, "text").is_string()) continue;
        answer.text += text(member(part, "text"));
        has_text = true;
    }
    if (!has_text && !answer.is_refused && answer.stop != DGM_STOP_LENGTH) {
        throw Failure(DGM_BROKEN, "the service's answer has no text");
    }
    return answer;
}

}  // namespace dragoman::llm

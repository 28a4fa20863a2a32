// SPDX-License-Identifier: Apache-2.0
#include "anthropic.h"

#include <algorithm>

#include "failure.h"

namespace dragoman::llm {

using remote::Failure;
using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;
using remote::text;

namespace {

/// The protocol has no default, and every model takes so many.
constexpr int64_t usual_output_tokens = 8192;

}  // namespace

Anthropic::Anthropic(const Settings& settings)
    : Protocol(settings, "https://api.anthropic.com", usual_output_tokens, {"messages", "system"}),
      schema_(settings.choice("schema", {"output_config", "tool", "none"})),
      caches_(settings.flag("prompt_cache", true)),
      version_(settings.text("version", "2023-06-01")),
      beta_(settings.text("beta")) {}

Request Anthropic::address(const std::string&, const std::string& key) const {
    Request request;
    request.url = base_url() + "/v1/messages";
    if (!key.empty()) request.headers.emplace_back("x-api-key", key);
    request.headers.emplace_back("anthropic-version", version_);
    if (!beta_.empty()) request.headers.emplace_back("anthropic-beta", beta_);
    return request;
}

OrderedJson Anthropic::body(const Prompt& prompt, const std::string& model) const {
    const int64_t most = max_output_tokens(prompt);
    OrderedJson body = {{"model", model}, {"max_tokens", most > 0 ? most : usual_output_tokens}};
    OrderedJson system = OrderedJson::array(), messages = OrderedJson::array();
    for (size_t i = 0; i < prompt.messages.size(); ++i) {
        const Prompt::Message& message = prompt.messages[i];
        OrderedJson block = {{"type", "text"}, {"text", message.text}};
        // Everything before the mark is remembered, in the order system, messages: one mark at the end does.
        if (caches_ && static_cast<int>(i) == prompt.last_stable) block["cache_control"] = {{"type", "ephemeral"}};
        if (message.role == DGM_ROLE_SYSTEM) {
            if (!message.text.empty()) system.push_back(std::move(block));
            continue;
        }
        const char* role = message.role == DGM_ROLE_ASSISTANT ? "assistant" : "user";
        messages.push_back({{"role", role}, {"content", OrderedJson::array({std::move(block)})}});
    }
    if (messages.empty()) throw Failure(DGM_INVALID_INPUT, "the prompt has no message of a user");
    if (!system.empty()) body["system"] = std::move(system);
    body["messages"] = std::move(messages);
    if (!prompt.schema.empty() && schema_ == "output_config") {
        body["output_config"] = {{"format", {{"type", "json_schema"}, {"schema", schema_of(prompt)}}}};
    } else if (!prompt.schema.empty() && schema_ == "tool") {
        OrderedJson tool = {{"name", prompt.schema_name},
                            {"description", "Takes the answer. Call it once, with all of it."},
                            {"input_schema", schema_of(prompt)}};
        body["tools"] = OrderedJson::array({std::move(tool)});
        body["tool_choice"] = {{"type", "tool"}, {"name", prompt.schema_name}};
    }
    // Its temperatures end at 1.
    if (has_temperature(prompt)) body["temperature"] = std::min(prompt.temperature, 1.0);
    return body;
}

Answer Anthropic::read(const Json& body) const {
    const Json& content = member(body, "content");
    if (!content.is_array()) throw Failure(DGM_BROKEN, "the service's answer has no content");
    Answer answer;
    const Json& usage = member(body, "usage");
    // Its input_tokens are those that no cache had.
    answer.cached_input_tokens = remote::count(member(usage, "cache_read_input_tokens"));
    answer.input_tokens = remote::count(member(usage, "input_tokens")) + answer.cached_input_tokens +
                          remote::count(member(usage, "cache_creation_input_tokens"));
    answer.output_tokens = remote::count(member(usage, "output_tokens"));
    answer.model = model_name(member(body, "model"));
    answer.finish_reason = std::string(text(member(body, "stop_reason")).substr(0, 64));
    if (answer.finish_reason == "max_tokens" || answer.finish_reason == "model_context_window_exceeded") {
        answer.stop = DGM_STOP_LENGTH;
    } else if (answer.finish_reason == "pause_turn") {
        answer.stop = DGM_STOP_OTHER;
    }
    answer.is_refused = answer.finish_reason == "refusal";
    bool has_text = false;
    for (const Json& block : content) {
        const std::string_view type = text(member(block, "type"));
        if (type == "text") {
            answer.text += text(member(block, "text"));
            has_text = true;
        } else if (type == "tool_use" && schema_ == "tool") {
            // What was said around the call is not the answer.
            answer.text = member(block, "input").dump();
            has_text = true;
            break;
        }
    }
    if (!has_text && !answer.is_refused && answer.stop != DGM_STOP_LENGTH) {
        throw Failure(DGM_BROKEN, "the service's answer has no text");
    }
    return answer;
}

}  // namespace dragoman::llm

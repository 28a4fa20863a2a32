// SPDX-License-Identifier: Apache-2.0
#include "openai_responses.h"

#include "failure.h"
#include "openai_chat.h"

namespace dragoman::llm {

using remote::Failure;
using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;
using remote::text;

OpenAIResponses::OpenAIResponses(const Settings& settings)
    : Protocol(settings, "https://api.openai.com/v1", 0, {"input", "store"}),
      schema_(settings.choice("schema", {"json_schema", "json_object", "none"})),
      is_strict_(settings.flag("strict", true)),
      is_stored_(settings.flag("store", false)),
      key_header_(settings.choice("key_header", {"bearer", "api-key"})),
      organization_(settings.text("organization")),
      project_(settings.text("project")) {}

Request OpenAIResponses::address(const std::string&, const std::string& key) const {
    Request request;
    request.url = base_url() + "/responses";
    add_openai_headers(request, key_header_, key, organization_, project_);
    return request;
}

OrderedJson OpenAIResponses::body(const Prompt& prompt, const std::string& model) const {
    OrderedJson body = {{"model", model}};
    OrderedJson& input = body["input"] = OrderedJson::array();
    for (const Prompt::Message& message : prompt.messages) {
        const bool is_answer = message.role == DGM_ROLE_ASSISTANT;
        const char* role = message.role == DGM_ROLE_SYSTEM ? "system" : is_answer ? "assistant" : "user";
        OrderedJson part = {{"type", is_answer ? "output_text" : "input_text"}, {"text", message.text}};
        input.push_back({{"role", role}, {"content", OrderedJson::array({std::move(part)})}});
    }
    if (!prompt.schema.empty() && schema_ == "json_schema") {
        OrderedJson format = {
            {"type", "json_schema"}, {"name", prompt.schema_name}, {"schema", schema_of(prompt)}, {"strict", is_strict_}};
        body["text"] = {{"format", std::move(format)}};
    } else if (!prompt.schema.empty() && schema_ == "json_object") {
        body["text"] = {{"format", {{"type", "json_object"}}}};
    }
    const int64_t most = max_output_tokens(prompt);
    if (most > 0) body["max_output_tokens"] = most;
    if (has_temperature(prompt)) body["temperature"] = prompt.temperature;
    body["store"] = is_stored_;
    return body;
}

Answer OpenAIResponses::read(const Json& body) const {
    const Json& output = member(body, "output");
    if (!output.is_array()) throw Failure(DGM_BROKEN, "the service's answer has no output");
    Answer answer;
    const Json& usage = member(body, "usage");
    answer.input_tokens = remote::count(member(usage, "input_tokens"));
    answer.output_tokens = remote::count(member(usage, "output_tokens"));
    answer.cached_input_tokens = remote::count(member(member(usage, "input_tokens_details"), "cached_tokens"));
    answer.model = model_name(member(body, "model"));
    bool has_text = false;
    for (const Json& item : output) {
        if (text(member(item, "type")) != "message") continue;
        for (const Json& part : member(item, "content")) {
            const std::string_view type = text(member(part, "type"));
            if (type == "refusal") answer.is_refused = true;
            if (type != "output_text") continue;
            answer.text += text(member(part, "text"));
            has_text = true;
        }
    }
    const std::string_view status = text(member(body, "status"));
    answer.finish_reason = std::string(status.substr(0, 64));
    if (status == "incomplete") {
        const std::string_view reason = text(member(member(body, "incomplete_details"), "reason"));
        answer.finish_reason = std::string(reason.substr(0, 64));
        answer.stop = reason == "max_output_tokens" ? DGM_STOP_LENGTH : DGM_STOP_OTHER;
        if (reason == "content_filter") answer.is_refused = true;
    } else if (status != "completed" && !status.empty()) {
        throw Failure(DGM_UNAVAILABLE, "the service did not complete its answer");
    }
    if (!has_text && !answer.is_refused && answer.stop != DGM_STOP_LENGTH) {
        throw Failure(DGM_BROKEN, "the service's answer has no output_text");
    }
    return answer;
}

}  // namespace dragoman::llm

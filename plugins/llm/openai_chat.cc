// SPDX-License-Identifier: Apache-2.0
#include "openai_chat.h"

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

OpenAIChat::OpenAIChat(const Settings& settings)
    : Protocol(settings, "https://api.openai.com/v1", 0, {"messages", "n"}),
      schema_(settings.choice("schema", {"json_schema", "json_object", "none"})),
      is_strict_(settings.flag("strict", true)),
      system_role_(settings.choice("system_role", {"system", "developer", "user"})),
      max_tokens_parameter_(settings.choice("max_tokens_parameter", {"max_completion_tokens", "max_tokens"})),
      seed_parameter_(settings.choice("seed_parameter", {"seed", "random_seed", "none"})),
      key_header_(settings.choice("key_header", {"bearer", "api-key"})),
      organization_(settings.text("organization")),
      project_(settings.text("project")) {}

void add_openai_headers(Request& request, const std::string& key_header, const std::string& key,
                        const std::string& organization, const std::string& project) {
    if (!key.empty() && key_header == "api-key") request.headers.emplace_back("api-key", key);
    if (!key.empty() && key_header != "api-key") request.headers.emplace_back("Authorization", "Bearer " + key);
    if (!organization.empty()) request.headers.emplace_back("OpenAI-Organization", organization);
    if (!project.empty()) request.headers.emplace_back("OpenAI-Project", project);
}

Request OpenAIChat::address(const std::string&, const std::string& key) const {
    Request request;
    request.url = base_url() + "/chat/completions";
    add_openai_headers(request, key_header_, key, organization_, project_);
    return request;
}

OrderedJson OpenAIChat::body(const Prompt& prompt, const std::string& model) const {
    OrderedJson body = OrderedJson::object();
    if (!model.empty()) body["model"] = model;
    OrderedJson& messages = body["messages"] = OrderedJson::array();
    for (const Prompt::Message& message : prompt.messages) {
        const char* role = message.role == DGM_ROLE_SYSTEM      ? system_role_.c_str()
                           : message.role == DGM_ROLE_ASSISTANT ? "assistant"
                                                                : "user";
        messages.push_back({{"role", role}, {"content", message.text}});
    }
    if (!prompt.schema.empty() && schema_ == "json_schema") {
        OrderedJson format = {{"name", prompt.schema_name}, {"schema", schema_of(prompt)}};
        if (is_strict_) format["strict"] = true;
        body["response_format"] = {{"type", "json_schema"}, {"json_schema", std::move(format)}};
    } else if (!prompt.schema.empty() && schema_ == "json_object") {
        body["response_format"] = {{"type", "json_object"}};
    }
    const int64_t most = max_output_tokens(prompt);
    if (most > 0) body[max_tokens_parameter_] = most;
    if (has_temperature(prompt)) body["temperature"] = prompt.temperature;
    if (seed_parameter_ != "none" && prompt.seed != 0) body[seed_parameter_] = short_seed(prompt.seed);
    return body;
}

namespace {

/// A message's content: a text, or parts of which those of the type `text` count.
std::string content_of(const Json& content) {
    if (content.is_string()) return content.get<std::string>();
    std::string joined;
    if (content.is_array()) {
        for (const Json& part : content) {
            if (text(member(part, "type")) == "text") joined += text(member(part, "text"));
        }
    }
    return joined;
}

}  // namespace

Answer OpenAIChat::read(const Json& body) const {
    const Json& choice = element(member(body, "choices"), 0);
    const Json& message = member(choice, "message");
    if (!message.is_object()) throw Failure(DGM_BROKEN, "the service's answer has no choices[0].message");
    Answer answer;
    const Json& usage = member(body, "usage");
    answer.input_tokens = remote::count(member(usage, "prompt_tokens"));
    answer.output_tokens = remote::count(member(usage, "completion_tokens"));
    answer.cached_input_tokens = remote::count(member(member(usage, "prompt_tokens_details"), "cached_tokens"));
    const Json& cost = member(usage, "cost");
    if (cost.is_number() && cost.get<double>() > 0 && cost.get<double>() < 1e6) answer.cost_usd = cost.get<double>();
    answer.model = model_name(member(body, "model"));
    answer.finish_reason = std::string(text(member(choice, "finish_reason")).substr(0, 64));
    answer.text = content_of(member(message, "content"));
    if (answer.finish_reason == "length") {
        answer.stop = DGM_STOP_LENGTH;
    } else if (answer.finish_reason != "stop" && !answer.finish_reason.empty()) {
        answer.stop = DGM_STOP_OTHER;
    }
    answer.is_refused = answer.finish_reason == "content_filter" || !text(member(message, "refusal")).empty();
    const bool has_content = member(message, "content").is_string() || member(message, "content").is_array();
    if (!has_content && !answer.is_refused && answer.stop != DGM_STOP_LENGTH) {
        throw Failure(DGM_BROKEN, "the service's answer has no text in choices[0].message.content");
    }
    return answer;
}

}  // namespace dragoman::llm

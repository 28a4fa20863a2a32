// SPDX-License-Identifier: Apache-2.0
#include "language_model.h"

#include "failure.h"
#include "host.h"
#include "service_error.h"

namespace dragoman::llm {

using remote::Confidential;
using remote::Failure;
using remote::host;
using remote::Json;
using remote::Response;
using remote::text_of;

namespace {

constexpr std::string_view key_name = "api_key";

/// What a bad answer is worth telling, without the prompt and the key that it may quote.
Failure refuse(dgm_instance instance, const Prompt& prompt, const Response& response, const Json& body) {
    const std::string key = remote::secret(instance, key_name).value_or("");
    Confidential confidential;
    for (const Prompt::Message& message : prompt.messages) confidential.texts.push_back(message.text);
    confidential.secret = key;
    return remote::failure_of(response, remote::read_error(body), confidential);
}

void report_usage(dgm_ticket ticket, const Answer& answer) {
    dgm_usage usage{};
    usage.struct_size = sizeof usage;
    usage.input_tokens = answer.input_tokens;
    usage.output_tokens = answer.output_tokens;
    usage.cost_usd = answer.cost_usd;
    usage.cached_input_tokens = std::min(answer.cached_input_tokens, answer.input_tokens);
    host.calls->usage(ticket, &usage);
}

}  // namespace

void LanguageModel::generate(const dgm_generate_request& request, dgm_ticket ticket) {
    open(ticket, request.deadline_ms, [&] {
        const Prompt prompt(request);
        std::string model(prompt.model);
        if (model.empty() && !protocol_->models().empty()) model = protocol_->models().front();
        if (model.empty() && protocol_->needs_model()) {
            throw Failure(DGM_UNSUPPORTED_PAIR, "the configuration names no model of this provider");
        }
        const std::string key = remote::secret(number, key_name).value_or("");
        // The host keeps the request until the call ends.
        send(ticket, protocol_->request(prompt, model, key),
             [this, &request, model, ticket](const Response& response) { answer(request, model, ticket, response); });
    });
}

void LanguageModel::answer(const dgm_generate_request& request, const std::string& model, dgm_ticket ticket,
                           const Response& response) {
    if (!response.is_good()) {
        throw refuse(number, Prompt(request), response, remote::read_if_json(response.body()));
    }
    const Json body = remote::read_answer(response.body());
    if (remote::is_error(body)) throw refuse(number, Prompt(request), response, body);
    Answer answer = protocol_->read(body);
    // What was consumed is paid for, whatever came of it.
    report_usage(ticket, answer);
    if (answer.is_refused) throw Failure(DGM_REFUSED, "the service's policy, or the model, refused the text");
    host.calls->segment(ticket, 0, answer.text.data(), answer.text.size());
    succeed(ticket, {answer.model.empty() ? model : answer.model, answer.finish_reason, answer.stop});
}

void LanguageModel::list(dgm_ticket ticket) {
    open(ticket, 0, [&] {
        dgm_pair pair{};
        pair.struct_size = sizeof pair;
        pair.source_locale = pair.target_locale = text_of("*");
        // The first one is chosen where a configuration names the provider alone.
        for (const std::string& model : protocol_->models()) {
            pair.model = text_of(model);
            host.calls->pair(ticket, &pair);
            pair.by_name_only = 1;
        }
        if (protocol_->models().empty()) {
            pair.by_name_only = protocol_->needs_model() ? 1 : 0;
            pair.note = text_of("any model of the service, by its name");
            host.calls->pair(ticket, &pair);
        }
        succeed(ticket, {});
    });
}

}  // namespace dragoman::llm

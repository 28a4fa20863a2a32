// SPDX-License-Identifier: Apache-2.0
#include "translator.h"

#include <algorithm>

#include "host.h"

namespace dragoman::mt {

using remote::Failure;
using remote::host;
using remote::Json;
using remote::Markup;
using remote::Response;
using remote::text_of;
using remote::view_of;

namespace {

constexpr std::string_view model_name = "default";
/// Bytes of what helps to understand a text.
constexpr size_t most_context = 4000;

/// The context of the whole batch: what the caller said, and what stands before the first text and after the last.
std::string context_of(const dgm_translate_request& request) {
    std::string context;
    const auto add = [&](std::string_view text) {
        if (text.empty() || context.size() + text.size() >= most_context) return;
        if (!context.empty()) context += '\n';
        context += text;
    };
    add(view_of(request.segments[0]->context));
    add(view_of(request.segments[0]->before));
    add(view_of(request.segments[request.segment_count - 1]->after));
    return context;
}

}  // namespace

std::string Translator::key() const { return remote::secret(number, service_->secret_name()).value_or(""); }

void Translator::translate(const dgm_translate_request& request, dgm_ticket ticket) {
    open(ticket, request.deadline_ms, [&] { ask(request, ticket, ""); });
}

Batch Translator::batch_of(const dgm_translate_request& request, const std::string& glossary) const {
    if (request.segment_count == 0) throw Failure(DGM_INVALID_INPUT, "the batch has no texts");
    const std::string_view model = view_of(request.model);
    if (!model.empty() && model != model_name) throw Failure(DGM_UNSUPPORTED_PAIR, "there is no such model");
    Batch batch;
    batch.source = service_->source_code(view_of(request.source_locale));
    batch.target = service_->target_code(view_of(request.target_locale));
    batch.glossary = glossary;
    batch.context = context_of(request);
    const dgm_segment* const* end = request.segments + request.segment_count;
    batch.has_markup = !service_->takes_plain_text() || std::any_of(request.segments, end, [](const dgm_segment* one) {
        return Markup::has_tokens(*one);
    });
    for (const dgm_segment* const* segment = request.segments; segment != end; ++segment) {
        batch.texts.push_back(batch.has_markup ? Markup(**segment, service_->dialect()).marked()
                                               : std::string(view_of((*segment)->text)));
    }
    return batch;
}

void Translator::ask(const dgm_translate_request& request, dgm_ticket ticket, const std::string& glossary,
                     std::function<bool(const Failure&)> refused) {
    const Batch batch = batch_of(request, glossary);
    // The host keeps the request until the call ends.
    send(ticket, service_->translate(batch, key()),
         [this, &request, ticket, refused, has_markup = batch.has_markup](const Response& response) {
             if (!response.is_good()) {
                 const Failure failure = failure_of(request, response);
                 if (refused && refused(failure)) return;
                 throw failure;
             }
             answer(request, ticket, has_markup, response);
         });
}

Failure Translator::failure_of(const dgm_translate_request& request, const Response& response) const {
    const std::string key = this->key();
    remote::Confidential confidential;
    for (size_t i = 0; i < request.segment_count; ++i) {
        confidential.texts.push_back(view_of(request.segments[i]->text));
        confidential.texts.push_back(view_of(request.segments[i]->context));
    }
    confidential.secret = key;
    return remote::failure_of(response, remote::read_error(remote::read_if_json(response.body())), confidential);
}

void Translator::answer(const dgm_translate_request& request, dgm_ticket ticket, bool has_markup,
                        const Response& response) {
    const Json body = remote::read_answer(response.body());
    if (remote::is_error(body)) throw failure_of(request, response);
    const std::vector<std::string> texts = service_->read(body, request.segment_count);
    dgm_usage usage{};
    usage.struct_size = sizeof usage;
    for (size_t i = 0; i < texts.size(); ++i) {
        const dgm_segment& segment = *request.segments[i];
        const std::string text = has_markup ? Markup(segment, service_->dialect()).restore(texts[i]) : texts[i];
        usage.input_tokens += remote::count_scalars(view_of(segment.text));
        usage.output_tokens += remote::count_scalars(text);
        host.calls->segment(ticket, i, text.data(), text.size());
    }
    host.calls->usage(ticket, &usage);
    succeed(ticket, {std::string(model_name), "", DGM_STOP_END});
}

void Translator::list(dgm_ticket ticket) {
    open(ticket, 0, [&] {
        send(ticket, service_->list(key()), [this, ticket](const Response& response) {
            if (!response.is_good()) {
                throw remote::failure_of(response, remote::read_error(remote::read_if_json(response.body())), {});
            }
            const std::vector<Pair> pairs = service_->read_list(remote::read_answer(response.body()));
            for (const Pair& one : pairs) {
                const std::string source = one.source.empty() ? "*" : service_->codes().learn(one.source);
                const std::string target = service_->codes().learn(one.target);
                dgm_pair pair{};
                pair.struct_size = sizeof pair;
                pair.source_locale = text_of(source);
                pair.target_locale = text_of(target);
                pair.model = text_of(model_name);
                pair.quality = text_of(service_->quality());
                host.calls->pair(ticket, &pair);
            }
            if (pairs.empty()) throw Failure(DGM_BROKEN, "the service lists no languages");
            succeed(ticket, {});
        });
    });
}

}  // namespace dragoman::mt

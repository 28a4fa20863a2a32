// SPDX-License-Identifier: Apache-2.0
#include "deepl_translator.h"

#include <algorithm>

#include "host.h"

namespace dragoman::mt {

using remote::Failure;
using remote::Response;
using remote::view_of;

namespace {

constexpr int64_t time_for_a_glossary_ms = 30'000;

bool is_entry(std::string_view text) {
    return !text.empty() && text.size() <= 1024 &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 32; });
}

/// The terms of a call. Two renderings of one source cannot both stand in a glossary: the first one does, and the
/// host sees what becomes of the other. So it is with what cannot stand in a line.
Glossary::Entries entries_of(const dgm_translate_request& request) {
    Glossary::Entries entries;
    for (size_t i = 0; i < request.term_count; ++i) {
        const dgm_term& term = *request.terms[i];
        const std::string_view source = view_of(term.source), target = view_of(term.target);
        if (is_entry(source) && is_entry(target)) entries.emplace(source, target);
    }
    return entries;
}

bool may_pass(dgm_status status) {
    return status == DGM_RATE_LIMITED || status == DGM_UNAVAILABLE || status == DGM_TIMED_OUT ||
           status == DGM_UNAUTHORIZED || status == DGM_CANCELLED;
}

}  // namespace

void DeepLTranslator::translate(const dgm_translate_request& request, dgm_ticket ticket) {
    open(ticket, request.deadline_ms, [&] { translate_with_terms(request, ticket, 0); });
}

void DeepLTranslator::translate_with_terms(const dgm_translate_request& request, dgm_ticket ticket, int attempt) {
    const Glossary::Entries entries = entries_of(request);
    if (entries.empty()) return ask(request, ticket, "");
    const std::string source = DeepL::glossary_language(deepl().source_code(view_of(request.source_locale)));
    const std::string target = DeepL::glossary_language(deepl().target_code(view_of(request.target_locale)));
    std::vector<std::string_view> texts;
    for (size_t i = 0; i < request.segment_count; ++i) texts.push_back(view_of(request.segments[i]->text));

    const std::string pair = source + " " + target;
    std::shared_ptr<Glossary> glossary = shelf_.find(pair, entries, texts);
    const bool is_new = glossary == nullptr;
    if (is_new) glossary = shelf_.add(pair, entries, texts);
    if (glossary->state != Glossary::State::creating) return go_on(request, ticket, attempt, glossary);
    glossary->waiting.push_back(ticket);
    // The host keeps the request until the call ends, and a call that ends takes this with it.
    park(ticket, [this, &request, ticket, attempt, glossary] { go_on(request, ticket, attempt, glossary); });
    if (is_new) make(glossary, source, target);
}

void DeepLTranslator::go_on(const dgm_translate_request& request, dgm_ticket ticket, int attempt,
                            const std::shared_ptr<Glossary>& glossary) {
    if (glossary->failure) throw Failure(*glossary->failure);
    if (glossary->state != Glossary::State::ready) return ask(request, ticket, "");
    ask(request, ticket, glossary->id, [this, &request, ticket, attempt, glossary](const Failure& failure) {
        // Somebody removed it, or we did while the request was on its way.
        const std::string said = failure.what();
        const bool is_gone = said.find("lossary") != std::string::npos || failure.status == DGM_UNSUPPORTED_PAIR;
        if (attempt > 0 || !is_gone) return false;
        shelf_.remove(glossary);
        translate_with_terms(request, ticket, attempt + 1);
        return true;
    });
}

void DeepLTranslator::make(const std::shared_ptr<Glossary>& glossary, const std::string& source,
                           const std::string& target) {
    const std::string name = "dragoman " + source + "-" + target + " " + std::to_string(number);
    const std::string key = this->key();
    for (const std::string& id : shelf_.trim()) {
        send_aside(deepl().delete_glossary(id, key), time_for_a_glossary_ms, [](const Response*, const Failure*) {});
    }
    send_aside(deepl().create_glossary(source, target, name, lines_of(glossary->entries), key), time_for_a_glossary_ms,
               [this, glossary](const Response* response, const Failure* failure) {
                   settle(glossary, response, failure);
               });
}

void DeepLTranslator::settle(const std::shared_ptr<Glossary>& glossary, const Response* response,
                             const Failure* failure) {
    try {
        if (failure != nullptr) throw Failure(*failure);
        if (!response->is_good()) {
            throw remote::failure_of(*response, remote::read_error(remote::read_if_json(response->body())), {});
        }
        const remote::Json body = remote::read_answer(response->body());
        glossary->id = std::string(remote::text(remote::member(body, "glossary_id")));
        if (glossary->id.empty() || glossary->id.size() > 200) {
            throw Failure(DGM_BROKEN, "the service's answer has no glossary_id");
        }
        glossary->state = Glossary::State::ready;
    } catch (const Failure& what) {
        if (may_pass(what.status)) {
            glossary->state = Glossary::State::failed;
            glossary->failure.emplace(what);
            shelf_.remove(glossary);
        } else {
            glossary->state = Glossary::State::refused;
            glossary->refused_at = std::chrono::steady_clock::now();
            remote::log(number, DGM_LOG_WARNING,
                        "the service refuses a glossary for " + glossary->pair +
                            "; texts are translated without: status " + std::to_string(what.status));
        }
    }
    const std::vector<dgm_ticket> waiting = std::move(glossary->waiting);
    glossary->waiting.clear();
    for (const dgm_ticket ticket : waiting) resume(ticket);
}

}  // namespace dragoman::mt

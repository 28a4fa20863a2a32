// SPDX-License-Identifier: Apache-2.0
//
// The plugin as the host sees it: a provider for each protocol. No exception leaves a function of this file.
#include "anthropic.h"
#include "gemini.h"
#include "language_model.h"
#include "openai_chat.h"
#include "openai_responses.h"
#include "provider_class.h"

namespace dragoman::llm {
namespace {

using namespace remote;

template <typename Vendor>
dgm_provider* create(const dgm_instance_config* config, char* reason, size_t capacity, size_t* length) {
    return create_instance(config, reason, capacity, length, [](dgm_instance number, const Settings& settings) {
        return new LanguageModel(number, std::make_unique<const Vendor>(settings));
    });
}

void generate(dgm_provider* self, const dgm_generate_request* request, dgm_ticket ticket) {
    instance_of<LanguageModel>(self).generate(*request, ticket);
}

void list(dgm_provider* self, dgm_ticket ticket) { instance_of<LanguageModel>(self).list(ticket); }

const dgm_generate generate_table = {sizeof(dgm_generate), generate, cancel_ticket};
const dgm_pairs pairs_table = {sizeof(dgm_pairs), list};

const void* get_extension(const char* name, size_t length) {
    if (is_named(name, length, "generate/1")) return &generate_table;
    if (is_named(name, length, "pairs/1")) return &pairs_table;
    return nullptr;
}

/// Calls only wait for a service, so one instance may have many of them open.
constexpr int32_t most_open_calls = 4096;

template <typename Vendor>
dgm_provider_class vendor(std::string_view id) {
    return {sizeof(dgm_provider_class), text_of(id), text_of("1"), 0, 0, most_open_calls,
            create<Vendor>, destroy_instance, get_extension};
}

}  // namespace
}  // namespace dragoman::llm

extern "C" DGM_EXPORT const dgm_plugin* dragoman_plugin_v1(const dgm_host* host) {
    using namespace dragoman::llm;
    static const dgm_provider_class chat = vendor<OpenAIChat>("openai");
    static const dgm_provider_class responses = vendor<OpenAIResponses>("openai-responses");
    static const dgm_provider_class messages = vendor<Anthropic>("anthropic");
    static const dgm_provider_class gemini = vendor<Gemini>("gemini");
    static const dgm_provider_class* const providers[] = {&chat, &responses, &messages, &gemini};
    static const dgm_plugin plugin = {sizeof(dgm_plugin), DGM_ABI_MAJOR, DGM_ABI_MINOR,
                                      dragoman::remote::text_of("org.dragoman.llm"),
                                      dragoman::remote::text_of("0.1.0"), 4, providers};
    return dragoman::remote::adopt(host, "llm") ? &plugin : nullptr;
}

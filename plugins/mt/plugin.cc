// SPDX-License-Identifier: Apache-2.0
//
// The plugin as the host sees it: a provider for each service. No exception leaves a function of this file.
#include "apertium_apy.h"
#include "deepl_translator.h"
#include "google.h"
#include "libretranslate.h"
#include "microsoft.h"
#include "provider_class.h"

namespace dragoman::mt {
namespace {

using namespace remote;

template <typename Kind>
dgm_provider* create(const dgm_instance_config* config, char* reason, size_t capacity, size_t* length) {
    return create_instance(config, reason, capacity, length, [](dgm_instance number, const Settings& settings) {
        return new Translator(number, std::make_unique<Kind>(settings));
    });
}

template <>
dgm_provider* create<DeepL>(const dgm_instance_config* config, char* reason, size_t capacity, size_t* length) {
    return create_instance(config, reason, capacity, length, [](dgm_instance number, const Settings& settings) {
        const auto glossaries = static_cast<size_t>(settings.whole("glossaries", 20, 1, 1000));
        return new DeepLTranslator(number, std::make_unique<DeepL>(settings), glossaries);
    });
}

void translate(dgm_provider* self, const dgm_translate_request* request, dgm_ticket ticket) {
    instance_of<Translator>(self).translate(*request, ticket);
}

void list(dgm_provider* self, dgm_ticket ticket) { instance_of<Translator>(self).list(ticket); }

/// What a service takes at once, with room for markup.
template <typename Kind>
constexpr std::pair<size_t, size_t> limits = {1, 20'000};
template <>
constexpr std::pair<size_t, size_t> limits<DeepL> = {50, 80'000};
template <>
constexpr std::pair<size_t, size_t> limits<Google> = {128, 20'000};
template <>
constexpr std::pair<size_t, size_t> limits<Microsoft> = {100, 30'000};
template <>
constexpr std::pair<size_t, size_t> limits<LibreTranslate> = {50, 10'000};

const dgm_pairs pairs_table = {sizeof(dgm_pairs), list};

template <typename Kind>
const void* get_extension(const char* name, size_t length) {
    static const dgm_translate translating = {
        sizeof(dgm_translate), DGM_LEAF, limits<Kind>.first, limits<Kind>.second, translate, cancel_ticket,
        std::is_same_v<Kind, DeepL> ? DGM_TERMS_NATIVE : DGM_TERMS_INSERTED};
    if (is_named(name, length, "translate/1")) return &translating;
    if (is_named(name, length, "pairs/1")) return &pairs_table;
    return nullptr;
}

/// Calls only wait for a service: one instance serves all of them, and knows the service's languages and glossaries.
constexpr int32_t most_open_calls = 4096;

template <typename Kind>
dgm_provider_class service(std::string_view id) {
    return {sizeof(dgm_provider_class), text_of(id), text_of("1"), 0, 1, most_open_calls,
            create<Kind>, destroy_instance, get_extension<Kind>};
}

}  // namespace
}  // namespace dragoman::mt

extern "C" DGM_EXPORT const dgm_plugin* dragoman_plugin_v1(const dgm_host* host) {
    using namespace dragoman::mt;
    static const dgm_provider_class deepl = service<DeepL>("deepl");
    static const dgm_provider_class google = service<Google>("google");
    static const dgm_provider_class microsoft = service<Microsoft>("microsoft");
    static const dgm_provider_class libretranslate = service<LibreTranslate>("libretranslate");
    static const dgm_provider_class apertium = service<ApertiumAPY>("apertium-apy");
    static const dgm_provider_class* const providers[] = {&deepl, &google, &microsoft, &libretranslate, &apertium};
    static const dgm_plugin plugin = {sizeof(dgm_plugin), DGM_ABI_MAJOR, DGM_ABI_MINOR,
                                      dragoman::remote::text_of("org.dragoman.mt"),
                                      dragoman::remote::text_of("0.1.0"), 5, providers};
    return dragoman::remote::adopt(host, "mt") ? &plugin : nullptr;
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The plugin as the host sees it: tables of functions, and the crossing from C structs to C++ and back. No exception
// leaves a function of this file.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>

#include "dragoman_provider.h"
#include "failure.h"
#include "text_format.h"
#include "translator.h"

namespace dragoman::apertium {
namespace {

const dgm_host* host = nullptr;

dgm_text text_of(const std::string& text) { return {text.data(), text.size()}; }
dgm_text text_of(const char* text) { return {text, strlen(text)}; }
std::string string_of(const dgm_text& text) {
    return text.length == 0 ? std::string() : std::string(text.bytes, text.length);
}

void log(dgm_instance instance, dgm_log_level level, const std::string& message) {
    static const auto* table = static_cast<const dgm_host_log*>(host->get_extension("log/1", 5));
    if (table != nullptr) table->write(instance, level, message.data(), message.size());
}

/// One lane of the provider. Its call in flight can be cancelled from any thread.
class Instance {
public:
    Instance(dgm_instance number, std::shared_ptr<Translator> translator)
        : number(number), translator(std::move(translator)) {}

    void begin(dgm_ticket ticket) {
        std::lock_guard<std::mutex> lock(mutex_);
        ticket_ = ticket;
        cancelled_ = false;
    }

    void end() {
        std::lock_guard<std::mutex> lock(mutex_);
        ticket_ = 0;
    }

    void cancel(dgm_ticket ticket) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (ticket_ == ticket) cancelled_ = true;
    }

    Call call(int64_t deadline_ms) const {
        const int64_t limit = translator->settings().call_timeout_ms;
        return call_of(deadline_ms > 0 ? std::min(deadline_ms, limit) : limit);
    }

    /// Loading is bounded by the host's own patience.
    Call unhurried_call() const { return call_of(300'000); }

    const dgm_instance number;
    const std::shared_ptr<Translator> translator;

private:
    Call call_of(int64_t milliseconds) const {
        return Call(Call::Clock::now() + std::chrono::milliseconds(milliseconds), &cancelled_);
    }

    std::mutex mutex_;
    dgm_ticket ticket_ = 0;
    std::atomic<bool> cancelled_{false};
};

Instance& instance_of(dgm_provider* self) { return *reinterpret_cast<Instance*>(self); }

struct Answer {
    std::string model;
    uint64_t unknown_words = 0;
};

/// Runs `work`, which fills in an Answer, and finishes the ticket with what became of it.
template <typename Work>
void finish_after(Instance& instance, dgm_ticket ticket, Work work) {
    Answer answer;
    dgm_outcome outcome{};
    outcome.struct_size = sizeof outcome;
    std::string message;
    instance.begin(ticket);
    try {
        work(answer);
        outcome.status = DGM_OK;
    } catch (const Failure& failure) {
        outcome.status = failure.status;
        outcome.retry_after_ms = failure.retry_after_ms;
        message = failure.what();
    } catch (...) {
        outcome.status = DGM_BROKEN;
        message = "the engine failed";  // what a library says may hold text of the request
    }
    instance.end();
    outcome.message = text_of(message);
    outcome.model_used = text_of(answer.model);
    outcome.unknown_words = answer.unknown_words;
    host->finish(ticket, &outcome);
}

Source source_of(const dgm_segment& segment) {
    Source source{string_of(segment.text), {}};
    for (size_t i = 0; i < segment.span_count; ++i) {
        const dgm_span& span = *segment.spans[i];
        // Checked here as well as by the host: everything behind this line takes them for granted.
        if (span.offset > source.text.size() || span.length > source.text.size() - span.offset) {
            throw Failure(DGM_INVALID_INPUT, "a token lies outside its segment");
        }
        source.spans.emplace_back(span.offset, span.length);
    }
    return source;
}

size_t count_characters_to_translate(const Source& source) {
    size_t count = count_characters(source.text);
    for (const auto& [offset, length] : source.spans) {
        count -= count_characters(source.text.substr(offset, length));
    }
    return count;
}

void translate(dgm_provider* self, const dgm_translate_request* request, dgm_ticket ticket) {
    Instance& instance = instance_of(self);
    finish_after(instance, ticket, [&](Answer& answer) {
        Translator& translator = *instance.translator;
        const Call call = instance.call(request->deadline_ms);
        const Model model = translator.catalogue().choose(
            string_of(request->source_locale), string_of(request->target_locale), string_of(request->model));
        answer.model = model.name;
        std::vector<Source> sources;
        dgm_usage usage{};
        usage.struct_size = sizeof usage;
        for (size_t i = 0; i < request->segment_count; ++i) {
            sources.push_back(source_of(*request->segments[i]));
            usage.input_tokens += count_characters_to_translate(sources.back());
        }
        translator.translate(model, sources, call, [&](size_t i, const Translation& translation) {
            answer.unknown_words += translation.unknown_words;
            usage.output_tokens += count_characters(translation.text);
            host->segment(ticket, i, translation.text.data(), translation.text.size());
        });
        host->usage(ticket, &usage);
    });
}

void cancel(dgm_provider* self, dgm_ticket ticket) { instance_of(self).cancel(ticket); }

void list_pairs(dgm_provider* self, dgm_ticket ticket) {
    Instance& instance = instance_of(self);
    finish_after(instance, ticket, [&](Answer&) {
        for (const Model& model : instance.translator->catalogue().models()) {
            dgm_pair pair{};
            pair.struct_size = sizeof pair;
            pair.source_locale = text_of(model.source);
            pair.target_locale = text_of(model.target);
            pair.model = text_of(model.name);
            pair.quality = text_of(name(model.quality));
            pair.pivot = text_of(model.pivot);
            pair.refused = text_of(model.refused);
            pair.by_name_only = model.by_name_only ? 1 : 0;
            pair.note = text_of(model.note);
            host->pair(ticket, &pair);
        }
    });
}

void warm_up(dgm_provider* self, const char* model, size_t model_length, dgm_ticket ticket) {
    Instance& instance = instance_of(self);
    finish_after(instance, ticket, [&](Answer& answer) {
        answer.model.assign(model, model_length);
        instance.translator->warm_up(answer.model, instance.unhurried_call());
    });
}

/// What is configured to be warm is loaded once, with the first instance. A model that fails does not stop the
/// provider: its calls will say why.
void load_configured(const Instance& instance) {
    for (const std::string& model : instance.translator->settings().warm) {
        try {
            instance.translator->warm_up(model, instance.unhurried_call());
        } catch (const std::exception& error) {
            log(instance.number, DGM_LOG_WARNING, "apertium: cannot warm " + model + ": " + error.what());
        }
    }
}

dgm_provider* create(const dgm_instance_config* config, char* reason, size_t capacity, size_t* reason_length) {
    std::string message;
    try {
        bool is_new = false;
        auto translator =
            Translator::shared(string_of(config->settings), string_of(config->data_directory), is_new);
        auto instance = std::make_unique<Instance>(config->instance, std::move(translator));
        if (is_new) load_configured(*instance);
        return reinterpret_cast<dgm_provider*>(instance.release());
    } catch (const std::exception& error) {
        message = error.what();
    } catch (...) {
        message = "the instance cannot be made";
    }
    *reason_length = std::min(capacity, message.size());
    memcpy(reason, message.data(), *reason_length);
    return nullptr;
}

void destroy(dgm_provider* self) { delete &instance_of(self); }

bool is(const char* name, size_t length, const char* wanted) {
    return length == strlen(wanted) && memcmp(name, wanted, length) == 0;
}

constexpr size_t most_segments = 256;
constexpr size_t most_bytes = 200'000;

const dgm_translate translate_table = {sizeof(dgm_translate), DGM_LEAF, most_segments, most_bytes, translate, cancel};
const dgm_pairs pairs_table = {sizeof(dgm_pairs), list_pairs};
const dgm_warmup warmup_table = {sizeof(dgm_warmup), warm_up};

const void* get_extension(const char* name, size_t length) {
    if (is(name, length, "translate/1")) return &translate_table;
    if (is(name, length, "pairs/1")) return &pairs_table;
    if (is(name, length, "warmup/1")) return &warmup_table;
    return nullptr;
}

}  // namespace
}  // namespace dragoman::apertium

extern "C" DGM_EXPORT const dgm_plugin* dragoman_plugin_v1(const dgm_host* host) {
    using namespace dragoman::apertium;
    static const dgm_provider_class provider = {
        sizeof(dgm_provider_class), text_of("apertium"), text_of("1"), 1, 0, 1, create, destroy, get_extension};
    static const dgm_provider_class* const providers[] = {&provider};
    static const dgm_plugin plugin = {sizeof(dgm_plugin),  DGM_ABI_MAJOR, DGM_ABI_MINOR,
                                      text_of("org.dragoman.apertium"), text_of("0.1.0"), 1, providers};
    dragoman::apertium::host = host;
    if (host->abi_major != DGM_ABI_MAJOR) {
        log(0, DGM_LOG_ERROR, "apertium: made for another major version of the provider ABI");
        return nullptr;
    }
    return &plugin;
}

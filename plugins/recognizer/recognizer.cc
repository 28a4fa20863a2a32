/*
 * recognizer.cc: the plugin's side of the ABI.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dlfcn.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"
#include "recognition.h"
#include "vote.h"

struct dgm_provider {
    std::unique_ptr<Model> model;
};

namespace {

const dgm_host *host;
const dgm_host_text *host_text;

constexpr dgm_text text(std::string_view string) { return {string.data(), string.size()}; }

std::string_view view(dgm_text text) {
    return text.length == 0 ? std::string_view() : std::string_view(text.bytes, text.length);
}

void finish(dgm_ticket ticket, int32_t status, std::string_view message) {
    dgm_outcome outcome = {};
    outcome.struct_size = sizeof outcome;
    outcome.status = status;
    outcome.message = text(message);
    host->finish(ticket, &outcome);
}

void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    /* No exception may leave a plugin. Here, only memory can run out. */
    try {
        std::vector<Candidate> candidates;
        for (size_t index = 0; index < request->candidate_count; index++) {
            candidates.push_back(parse_candidate(view(*request->candidates[index])));
        }
        std::vector<Answer> answers = recognize_text(*host_text, *self->model, view(request->text), candidates);
        for (size_t index = 0; index < std::min(answers.size(), request->limit); index++) {
            const dgm_candidate candidate = {sizeof candidate, text(answers[index].locale),
                                             answers[index].confidence};
            host->candidate(ticket, &candidate);
        }
    } catch (const std::exception &) {
        finish(ticket, DGM_UNAVAILABLE, "out of memory");
        return;
    }
    finish(ticket, DGM_OK, {});
}

const dgm_recognize recognize_table = {sizeof recognize_table, recognize};

/* The model that lies beside this library. */
std::string model_path() {
    Dl_info library;
    if (dladdr(reinterpret_cast<const void *>(&model_path), &library) == 0 || library.dli_fname == nullptr) {
        return "locales.model";
    }
    std::string path = library.dli_fname;
    return path.substr(0, path.rfind('/') + 1) + "locales.model";
}

dgm_provider *create(const dgm_instance_config *, char *reason, size_t capacity, size_t *reason_length) {
    std::string why = "out of memory";
    try {
        std::unique_ptr<Model> model = Model::open(model_path(), why);
        if (model != nullptr) {
            return new dgm_provider{std::move(model)};
        }
    } catch (const std::exception &) {
    }
    *reason_length = why.copy(reason, capacity);
    return nullptr;
}

void destroy(dgm_provider *self) { delete self; }

const void *get_extension(const char *name, size_t length) {
    return std::string_view(name, length) == "recognize/1" ? &recognize_table : nullptr;
}

const dgm_provider_class provider = {
    sizeof provider,
    text("recognizer"),
    text("2"),
    0, /* never blocks: at most 8 KB are looked at */
    0, /* any number of instances */
    0, /* any number of open tickets */
    create,
    destroy,
    get_extension,
};

const dgm_provider_class *const providers[] = {&provider};

const dgm_plugin plugin = {
    sizeof plugin, DGM_ABI_MAJOR, DGM_ABI_MINOR, text("org.dragoman.recognizer"), text("0.1.0"), 1, providers,
};

void log(int32_t level, std::string_view message) {
    const auto *host_log = static_cast<const dgm_host_log *>(host->get_extension("log/1", 5));
    if (host_log != nullptr) {
        host_log->write(0, level, message.data(), message.size());
    }
}

}  // namespace

const dgm_plugin *dragoman_plugin_v1(const dgm_host *the_host) {
    if (the_host->abi_major != DGM_ABI_MAJOR) {
        return nullptr;
    }
    host = the_host;
    host_text = static_cast<const dgm_host_text *>(host->get_extension("text/1", 6));
    if (host_text == nullptr) {
        log(DGM_LOG_ERROR, "the recognizer needs a host that has text/1");
        return nullptr;
    }
    if (!has_full_tables()) {
        log(DGM_LOG_WARNING,
            "CLD2 works with its small tables: libcld2_full has to be linked before libcld2");
    }
    return &plugin;
}

/*
 * recognizer.cc: the plugin's side of the ABI.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <algorithm>
#include <exception>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"
#include "recognition.h"

/* Every instance is the same: there is nothing to set, and CLD2's tables are constant. */
struct dgm_provider {};

namespace {

const dgm_host *host;
const dgm_host_text *host_text;
dgm_provider only_instance;

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

void recognize(dgm_provider *, const dgm_recognize_request *request, dgm_ticket ticket) {
    /* No exception may leave a plugin. Here, only memory can run out. */
    try {
        std::vector<Candidate> candidates;
        for (size_t index = 0; index < request->candidate_count; index++) {
            candidates.push_back(parse_candidate(view(*request->candidates[index])));
        }
        std::vector<Answer> answers = recognize_text(*host_text, view(request->text), candidates);
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

dgm_provider *create(const dgm_instance_config *, char *, size_t, size_t *) { return &only_instance; }

void destroy(dgm_provider *) {}

const void *get_extension(const char *name, size_t length) {
    return std::string_view(name, length) == "recognize/1" ? &recognize_table : nullptr;
}

const dgm_provider_class provider = {
    sizeof provider,
    text("recognizer"),
    text("1"),
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

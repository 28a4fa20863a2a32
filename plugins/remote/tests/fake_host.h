// SPDX-License-Identifier: Apache-2.0
//
// A host in small for the drivers of plugins that ask a service: it keeps what a plugin asks for, and a test answers
// it, or does not. One thread; callbacks come when the test says so.
#pragma once

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dragoman_provider.h"

#define CHECK(condition)                                                                       \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
            std::exit(1);                                                                      \
        }                                                                                      \
    } while (0)

#define CHECK_EQUAL(left, right)                                                                          \
    do {                                                                                                  \
        const auto got_ = (left);                                                                          \
        const decltype(got_) wanted_ = (right);                                                             \
        if (!(got_ == wanted_)) {                                                                           \
            std::fprintf(stderr, "%s:%d: %s is %s\n", __FILE__, __LINE__, #left, fake::spell(got_).c_str()); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

namespace fake {

using Json = nlohmann::ordered_json;

inline std::string spell(const std::string& value) { return value; }
inline std::string spell(const Json& value) { return value.dump(); }
template <typename Number>
std::string spell(Number value) {
    return std::to_string(value);
}

inline std::string string_of(const dgm_text& text) {
    return text.length == 0 ? std::string() : std::string(text.bytes, text.length);
}
inline dgm_text text_of(const std::string& text) { return {text.data(), text.size()}; }

/// What a plugin asked of http/1.
struct Asked {
    std::string method, url, body;
    std::map<std::string, std::string> headers;
    int64_t timeout_ms = 0;
    dgm_ticket ticket = 0;
    bool is_cancelled = false;
    void (*done)(void*, const dgm_http_response*) = nullptr;
    void* context = nullptr;

    Json json() const { return Json::parse(body); }
};

/// What became of a ticket.
struct Answered {
    std::map<size_t, std::string> segments;
    std::vector<std::string> pairs;
    int finished = 0;
    int32_t status = -1;
    std::string message, model, finish_reason;
    int64_t retry_after_ms = 0;
    int32_t stop = 0;
    uint64_t input = 0, output = 0, cached = 0;
    double cost = 0;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct State {
    std::map<dgm_ticket, Answered> answered;
    std::map<uint64_t, Asked> open;
    std::map<std::string, std::string> secrets;
    std::vector<std::string> logged;
    uint64_t last_handle = 0;
    dgm_ticket last_ticket = 0;
    bool takes_exchanges = true;
};

inline State state;

inline void on_segment(dgm_ticket ticket, size_t index, const char* text, size_t length) {
    CHECK(state.answered[ticket].segments.emplace(index, std::string(text, length)).second);
}

inline void on_pair(dgm_ticket ticket, const dgm_pair* pair) {
    state.answered[ticket].pairs.push_back(string_of(pair->source_locale) + ">" + string_of(pair->target_locale) + " " +
                                           string_of(pair->model) + (pair->by_name_only != 0 ? " by name" : "") +
                                           (pair->refused.length > 0 ? " refused" : ""));
}

inline void on_usage(dgm_ticket ticket, const dgm_usage* usage) {
    Answered& answered = state.answered[ticket];
    answered.input += usage->input_tokens;
    answered.output += usage->output_tokens;
    answered.cached += usage->cached_input_tokens;
    answered.cost += usage->cost_usd;
}

inline int32_t on_finish(dgm_ticket ticket, const dgm_outcome* outcome) {
    Answered& answered = state.answered[ticket];
    CHECK(++answered.finished == 1);
    answered.status = outcome->status;
    answered.message = string_of(outcome->message);
    answered.model = string_of(outcome->model_used);
    answered.finish_reason = string_of(outcome->finish_reason);
    answered.retry_after_ms = outcome->retry_after_ms;
    answered.stop = outcome->stop;
    return 1;
}

inline uint64_t start(dgm_instance, const dgm_http_request* request, void (*done)(void*, const dgm_http_response*),
                      void* context) {
    if (!state.takes_exchanges) return 0;
    Asked asked;
    asked.method = string_of(request->method);
    asked.url = string_of(request->url);
    asked.body = string_of(request->body);
    for (size_t i = 0; i < request->header_count; ++i) {
        asked.headers[string_of(request->headers[i]->name)] = string_of(request->headers[i]->value);
    }
    asked.timeout_ms = request->timeout_ms;
    asked.ticket = request->on_behalf_of;
    asked.done = done;
    asked.context = context;
    state.open[++state.last_handle] = asked;
    return state.last_handle;
}

inline void cancel(uint64_t handle) {
    const auto found = state.open.find(handle);
    if (found != state.open.end()) found->second.is_cancelled = true;
}

inline int64_t get_secret(dgm_instance, const char* name, size_t length, char* buffer, size_t capacity) {
    const auto found = state.secrets.find(std::string(name, length));
    if (found == state.secrets.end()) return -1;
    const std::string& secret = found->second;
    if (secret.size() <= capacity) memcpy(buffer, secret.data(), secret.size());
    return static_cast<int64_t>(secret.size());
}

inline void on_log(dgm_instance, int32_t, const char* message, size_t length) {
    state.logged.emplace_back(message, length);
}

inline const dgm_host_log log_table = {sizeof log_table, on_log};
inline const dgm_host_http http_table = {sizeof http_table, start, cancel};
inline const dgm_host_secret secret_table = {sizeof secret_table, get_secret};

inline const void* get_extension(const char* name, size_t length) {
    const std::string wanted(name, length);
    if (wanted == "log/1") return &log_table;
    if (wanted == "http/1") return &http_table;
    if (wanted == "secret/1") return &secret_table;
    return nullptr;
}

inline const void* no_extension(const char*, size_t) { return nullptr; }

inline const dgm_host host = {sizeof host, DGM_ABI_MAJOR, DGM_ABI_MINOR, on_segment,   on_pair,
                              nullptr,     on_usage,      on_finish,     get_extension};
inline const dgm_host poor_host = {sizeof host, DGM_ABI_MAJOR, DGM_ABI_MINOR, on_segment,  on_pair,
                                   nullptr,     on_usage,      on_finish,     no_extension};
inline const dgm_host other_host = {sizeof host, DGM_ABI_MAJOR + 1, DGM_ABI_MINOR, on_segment,  on_pair,
                                    nullptr,     on_usage,          on_finish,     get_extension};

/// Opens a plugin, which must refuse hosts that it cannot work with.
inline const dgm_plugin* open(const char* library) {
    void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) std::fprintf(stderr, "%s\n", dlerror());
    CHECK(handle != nullptr);
    const auto entry = reinterpret_cast<dgm_plugin_entry>(dlsym(handle, "dragoman_plugin_v1"));
    CHECK(entry != nullptr && entry(&other_host) == nullptr && entry(&poor_host) == nullptr);
    const dgm_plugin* plugin = entry(&host);
    CHECK(plugin != nullptr);
    return plugin;
}

/// An instance of a provider.
class Instance {
public:
    Instance(const dgm_plugin* plugin, const std::string& id, const std::string& settings) {
        for (size_t i = 0; i < plugin->provider_count; ++i) {
            if (string_of(plugin->providers[i]->id) == id) kind_ = plugin->providers[i];
        }
        CHECK(kind_ != nullptr && kind_->blocking == 0);
        dgm_instance_config config{};
        config.struct_size = sizeof config;
        config.instance = 1;
        config.provider = kind_->id;
        config.settings = text_of(settings);
        char buffer[200];
        size_t length = 0;
        self = kind_->create(&config, buffer, sizeof buffer, &length);
        if (self == nullptr) reason.assign(buffer, length);
    }
    ~Instance() {
        if (self != nullptr) kind_->destroy(self);
        // No callback comes any more.
        state.open.clear();
    }
    Instance(const Instance&) = delete;

    template <typename Table>
    const Table& table(const std::string& name) const {
        const auto* found = static_cast<const Table*>(kind_->get_extension(name.data(), name.size()));
        CHECK(found != nullptr);
        return *found;
    }

    Answered list() const {
        const dgm_ticket ticket = ++state.last_ticket;
        table<dgm_pairs>("pairs/1").list(self, ticket);
        return state.answered[ticket];
    }

    dgm_provider* self = nullptr;
    std::string reason;

private:
    const dgm_provider_class* kind_ = nullptr;
};

/// The oldest exchange that nobody has answered.
inline Asked& asked() {
    CHECK(!state.open.empty());
    return state.open.begin()->second;
}

inline void respond(const dgm_http_response& response) {
    CHECK(!state.open.empty());
    const Asked asked = state.open.begin()->second;
    state.open.erase(state.open.begin());
    asked.done(asked.context, &response);
}

/// Answers the oldest exchange.
inline void answer(int status, const std::string& body, const Headers& headers = {}) {
    std::deque<dgm_http_header> parts;
    std::vector<const dgm_http_header*> pointers;
    for (const auto& [name, value] : headers) {
        parts.push_back({sizeof(dgm_http_header), text_of(name), text_of(value)});
        pointers.push_back(&parts.back());
    }
    dgm_http_response response{};
    response.struct_size = sizeof response;
    response.status = DGM_OK;
    response.http_status = status;
    response.header_count = pointers.size();
    response.headers = pointers.data();
    // An allocation of its own, so that the address sanitizer sees a step beyond its end.
    const std::unique_ptr<char[]> bytes(new char[body.size()]);
    memcpy(bytes.get(), body.data(), body.size());
    response.body = {bytes.get(), body.size()};
    respond(response);
}

/// Ends the oldest exchange without an answer.
inline void fail(int32_t status, const std::string& message) {
    dgm_http_response response{};
    response.struct_size = sizeof response;
    response.status = status;
    response.message = text_of(message);
    respond(response);
}

/// Answers of no sense to what wants JSON, each with a name.
inline std::vector<std::pair<std::string, std::string>> nonsense() {
    const std::string deep(200'000, '['), deep_objects = [] {
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += "{\"a\":";
        return text;
    }();
    std::string many = "{";
    for (int i = 0; i < 100'000; ++i) many += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
    return {
        {"nothing", ""},
        {"a page", "<!DOCTYPE html><html><body>Bad gateway</body></html>"},
        {"null", "null"},
        {"a number", "17"},
        {"a text", "\"OK\""},
        {"an array", "[]"},
        {"an object", "{}"},
        {"a cut object", "{\"choices\": [{\"message\": {\"content\": \"Ha"},
        {"depth", deep},
        {"depth that ends", deep + std::string(200'000, ']')},
        {"deep objects", deep_objects},
        {"a number beyond all bounds", "{\"usage\": {\"prompt_tokens\": 1e999}}"},
        {"half a pair", "{\"choices\": [{\"message\": {\"content\": \"\\ud83d\"}}]}"},
        {"not UTF-8", "{\"choices\": [{\"message\": {\"content\": \"\xC3\x28\"}}]}"},
        {"a NUL", std::string("\0\0\0", 3)},
        {"wrong types", "{\"choices\": {\"message\": []}, \"usage\": [1], \"output\": 1, \"content\": \"x\", "
                        "\"candidates\": \"y\", \"translations\": {\"text\": 1}, \"data\": 1, \"responseData\": 2, "
                        "\"translatedText\": {}}"},
        {"nulls", "{\"choices\": [null], \"output\": [null], \"content\": [null], \"candidates\": [null], "
                  "\"translations\": [null], \"translatedText\": [null], \"usage\": null}"},
        {"many members", many + "\"z\": 1}"},
        {"two values", "{} {}"},
    };
}

}  // namespace fake

// SPDX-License-Identifier: GPL-3.0-or-later
//
// A host in small: opens the plugin, translates the lines of standard input with several instances at once and prints
// the answers in order.
//
//     drive LIBRARY [-s SETTINGS] [-d DATA] [-t THREADS] [-r REPEATS] [-D DEADLINE_MS] [-q] [-e] SOURCE TARGET MODEL < lines
//     drive LIBRARY [-s SETTINGS] pairs
//
// In a line `\n`, `\t`, `\\` and `\0` are escapes, and so are they in an answer; text like ⟦7⟧ is handed over as a
// token. A first field `SOURCE|TARGET|MODEL` and a tab, with -m, chooses the model line by line. -q prints nothing but
// the figures, -e fails when a token is not answered exactly once.
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "dragoman_provider.h"

namespace {

using Clock = std::chrono::steady_clock;

dgm_text text_of(const std::string& text) { return {text.data(), text.size()}; }
std::string string_of(const dgm_text& text) { return std::string(text.bytes, text.length); }

struct Answer {
    std::map<size_t, std::string> segments;
    int status = -1;
    std::string message, model;
    unsigned long long unknown_words = 0, input = 0, output = 0;
};

std::mutex mutex;
std::map<dgm_ticket, Answer> answers;

void on_segment(dgm_ticket ticket, size_t index, const char* text, size_t length) {
    std::lock_guard<std::mutex> lock(mutex);
    answers[ticket].segments[index].assign(text, length);
}

void on_pair(dgm_ticket, const dgm_pair* pair) {
    printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", string_of(pair->source_locale).c_str(),
           string_of(pair->target_locale).c_str(), string_of(pair->model).c_str(), string_of(pair->quality).c_str(),
           string_of(pair->pivot).c_str(), pair->by_name_only != 0 ? "by name" : "",
           string_of(pair->refused).c_str());
}

void on_candidate(dgm_ticket, const dgm_candidate*) {}

void on_usage(dgm_ticket ticket, const dgm_usage* usage) {
    std::lock_guard<std::mutex> lock(mutex);
    answers[ticket].input += usage->input_tokens;
    answers[ticket].output += usage->output_tokens;
}

int32_t on_finish(dgm_ticket ticket, const dgm_outcome* outcome) {
    std::lock_guard<std::mutex> lock(mutex);
    Answer& answer = answers[ticket];
    if (answer.status != -1) {
        fprintf(stderr, "finished twice\n");
        exit(3);
    }
    answer.status = outcome->status;
    answer.message = string_of(outcome->message);
    answer.model = string_of(outcome->model_used);
    answer.unknown_words = outcome->unknown_words;
    return 1;
}

void on_log(dgm_instance, int32_t level, const char* message, size_t length) {
    fprintf(stderr, "log %d: %.*s\n", level, static_cast<int>(length), message);
}

const dgm_host_log log_table = {sizeof log_table, on_log};

const void* get_extension(const char* name, size_t length) {
    return std::string(name, length) == "log/1" ? &log_table : nullptr;
}

const dgm_host host = {sizeof host, DGM_ABI_MAJOR, DGM_ABI_MINOR, on_segment, on_pair,
                       on_candidate, on_usage, on_finish, get_extension};

std::string unescape(const std::string& line) {
    std::string text;
    for (size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            text += line[i];
            continue;
        }
        const char c = line[++i];
        text += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
    }
    return text;
}

std::string escape(const std::string& text) {
    std::string line;
    for (const char c : text) {
        switch (c) {
        case '\n': line += "\\n"; break;
        case '\t': line += "\\t"; break;
        case '\r': line += "\\r"; break;
        case '\0': line += "\\0"; break;
        case '\\': line += "\\\\"; break;
        default: line += c;
        }
    }
    return line;
}

/// Tokens of the form ⟦digits⟧.
std::vector<dgm_span> find_tokens(const std::string& text) {
    const std::string open = "\u27E6", close = "\u27E7";
    std::vector<dgm_span> spans;
    for (size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
        size_t end = at + open.size();
        while (end < text.size() && isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
        if (text.compare(end, close.size(), close) != 0) {
            at = end;
            continue;
        }
        end += close.size();
        spans.push_back({sizeof(dgm_span), at, end - at, DGM_SPAN_STANDALONE, atoi(text.c_str() + at + 3), -1});
        at = end;
    }
    return spans;
}

struct Request {
    std::string source, target, model, text;
};

std::atomic<dgm_ticket> next_ticket{1};

Answer call(const dgm_translate& table, dgm_provider* provider, const Request& request, int64_t deadline_ms) {
    const std::vector<dgm_span> spans = find_tokens(request.text);
    std::vector<const dgm_span*> span_pointers;
    for (const dgm_span& span : spans) span_pointers.push_back(&span);
    dgm_segment segment{};
    segment.struct_size = sizeof segment;
    segment.text = text_of(request.text);
    segment.span_count = spans.size();
    segment.spans = span_pointers.data();
    const dgm_segment* segments[] = {&segment};
    dgm_translate_request translation{};
    translation.struct_size = sizeof translation;
    translation.source_locale = text_of(request.source);
    translation.target_locale = text_of(request.target);
    translation.model = text_of(request.model);
    translation.segment_count = 1;
    translation.segments = segments;
    translation.deadline_ms = deadline_ms;
    const dgm_ticket ticket = next_ticket++;
    table.translate(provider, &translation, ticket);
    std::lock_guard<std::mutex> lock(mutex);
    Answer answer = answers[ticket];
    answers.erase(ticket);
    return answer;
}

bool keeps_tokens(const std::string& source, const std::string& target) {
    for (const dgm_span& span : find_tokens(source)) {
        const std::string token = source.substr(span.offset, span.length);
        const size_t first = target.find(token);
        if (first == std::string::npos || target.find(token, first + 1) != std::string::npos) return false;
    }
    return true;
}

long status_kilobytes(const char* key) {
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;) {
        long value = 0;
        if (word == key && file >> value) return value;
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) return 2;
    std::string settings = "{}", data;
    size_t threads = 1, repeats = 1;
    int64_t deadline_ms = 30'000;
    bool quiet = false, checks_tokens = false, model_by_line = false;
    optind = 2;
    for (int option; (option = getopt(count, arguments, "s:d:t:r:D:qem")) != -1;) {
        switch (option) {
        case 's': settings = optarg; break;
        case 'd': data = optarg; break;
        case 't': threads = strtoul(optarg, nullptr, 10); break;
        case 'r': repeats = strtoul(optarg, nullptr, 10); break;
        case 'D': deadline_ms = atol(optarg); break;
        case 'q': quiet = true; break;
        case 'e': checks_tokens = true; break;
        case 'm': model_by_line = true; break;
        default: return 2;
        }
    }
    void* library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    const auto entry = reinterpret_cast<dgm_plugin_entry>(dlsym(library, "dragoman_plugin_v1"));
    const dgm_plugin* plugin = entry(&host);
    if (plugin == nullptr) return 2;
    const dgm_provider_class& provider = *plugin->providers[0];

    std::vector<dgm_provider*> instances;
    for (size_t i = 0; i < threads; ++i) {
        dgm_instance_config config{};
        config.struct_size = sizeof config;
        config.instance = i + 1;
        config.provider = provider.id;
        config.settings = text_of(settings);
        config.data_directory = text_of(data);
        char reason[200];
        size_t reason_length = 0;
        dgm_provider* instance = provider.create(&config, reason, sizeof reason, &reason_length);
        if (instance == nullptr) {
            fprintf(stderr, "%.*s\n", static_cast<int>(reason_length), reason);
            return 2;
        }
        instances.push_back(instance);
    }
    if (optind < count && std::string(arguments[optind]) == "pairs") {
        static_cast<const dgm_pairs*>(provider.get_extension("pairs/1", 7))->list(instances[0], next_ticket++);
        provider.destroy(instances[0]);
        return 0;
    }
    const auto& table = *static_cast<const dgm_translate*>(provider.get_extension("translate/1", 11));
    Request defaults;
    if (!model_by_line && optind + 3 > count) return 2;
    if (!model_by_line) defaults = {arguments[optind], arguments[optind + 1], arguments[optind + 2], ""};

    std::vector<Request> requests;
    for (std::string line; std::getline(std::cin, line);) {
        Request request = defaults;
        if (model_by_line) {
            const size_t tab = line.find('\t');
            std::stringstream head(line.substr(0, tab));
            std::getline(head, request.source, '|');
            std::getline(head, request.target, '|');
            std::getline(head, request.model, '|');
            line.erase(0, tab + 1);
        }
        request.text = unescape(line);
        requests.push_back(request);
    }

    // One call to load each model is not part of the figures.
    if (!requests.empty() && !model_by_line) call(table, instances[0], requests[0], 300'000);
    std::vector<Answer> results(requests.size());
    std::vector<double> milliseconds(requests.size() * repeats);
    std::atomic<size_t> next{0}, lost_tokens{0}, failed{0};
    const auto begin = Clock::now();
    std::vector<std::thread> lanes;
    for (size_t lane = 0; lane < threads; ++lane) {
        lanes.emplace_back([&, lane] {
            for (size_t i; (i = next++) < requests.size() * repeats;) {
                const size_t index = i % requests.size();
                const auto start = Clock::now();
                const Answer answer = call(table, instances[lane], requests[index], deadline_ms);
                milliseconds[i] = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
                if (answer.status == 0 && !keeps_tokens(requests[index].text, answer.segments.at(0))) ++lost_tokens;
                if (answer.status != DGM_OK) ++failed;
                if (i < requests.size()) results[index] = answer;
            }
        });
    }
    for (std::thread& lane : lanes) lane.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();

    unsigned long long unknown_words = 0;
    for (const Answer& answer : results) {
        unknown_words += answer.unknown_words;
        if (quiet) continue;
        if (answer.status == DGM_OK) {
            puts(escape(answer.segments.at(0)).c_str());
        } else {
            printf("!%d %s\n", answer.status, answer.message.c_str());
        }
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    if (!milliseconds.empty()) {
        fprintf(stderr,
                "%zu calls, %.0f a second, p50 %.2f ms, p99 %.2f ms, %zu failed, %zu lost a token, "
                "%llu unknown words, model %s, %ld MB resident\n",
                milliseconds.size(), static_cast<double>(milliseconds.size()) / seconds,
                milliseconds[milliseconds.size() / 2], milliseconds[milliseconds.size() * 99 / 100], failed.load(),
                lost_tokens.load(), unknown_words, results.back().model.c_str(), status_kilobytes("VmRSS:") / 1024);
    }
    for (dgm_provider* instance : instances) provider.destroy(instance);
    return checks_tokens && lost_tokens != 0 ? 1 : 0;
}

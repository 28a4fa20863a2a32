/*
 * drive.cc: a small host, with ICU behind text/1, that loads the plugin and checks what it promises. The first
 * argument is the library; a second one, a file of lines "locale TAB group TAB text", is recognized and counted.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dlfcn.h>
#include <unistd.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "../model.h"
#include "dragoman_provider.h"

#define CHECK(condition)                                                                       \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
            std::exit(1);                                                                      \
        }                                                                                      \
    } while (0)

namespace {

struct Call {
    std::vector<std::pair<std::string, double>> candidates;
    int finished = 0;
    int32_t status = -1;
};

std::mutex lock;
std::map<dgm_ticket, Call> calls;
dgm_ticket last_ticket = 0;
const dgm_recognize *recognizer;
int warnings = 0;
double slowest = 0;
dgm_provider *instance;

void take_candidate(dgm_ticket ticket, const dgm_candidate *candidate) {
    std::lock_guard<std::mutex> guard(lock);
    calls[ticket].candidates.emplace_back(std::string(candidate->locale.bytes, candidate->locale.length),
                                          candidate->confidence);
}

int32_t take_finish(dgm_ticket ticket, const dgm_outcome *outcome) {
    std::lock_guard<std::mutex> guard(lock);
    calls[ticket].finished++;
    calls[ticket].status = outcome->status;
    return 1;
}

int64_t scripts(const char *text, size_t length, size_t *ends, uint32_t *codes, size_t capacity) {
    UScriptCode run = USCRIPT_COMMON;
    int64_t count = 0;
    for (int32_t at = 0, end = int32_t(length); at <= end;) {
        int32_t start = at;
        UScriptCode script = USCRIPT_INVALID_CODE;
        if (at < end) {
            UChar32 character;
            U8_NEXT(text, at, end, character);
            if (character < 0) {
                return -1;
            }
            UErrorCode error = U_ZERO_ERROR;
            script = uscript_getScript(character, &error);
        }
        bool joins = script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == run ||
                     (run == USCRIPT_COMMON && script != USCRIPT_INVALID_CODE);
        if (!joins && start > 0) {
            if (size_t(count) < capacity) {
                const char *name = uscript_getShortName(run);
                ends[count] = size_t(start);
                codes[count] = uint32_t(name[0]) << 24 | uint32_t(name[1]) << 16 | uint32_t(name[2]) << 8 |
                               uint32_t(name[3]);
            }
            count++;
        }
        if (script != USCRIPT_COMMON && script != USCRIPT_INHERITED) {
            run = script;
        }
        if (start == end) {
            break;
        }
    }
    return count;
}

void take_log(dgm_instance, int32_t, const char *message, size_t length) {
    warnings++;
    std::fprintf(stderr, "%.*s\n", int(length), message);
}

const dgm_host_text host_text = {sizeof host_text, nullptr, scripts};
const dgm_host_log host_log = {sizeof host_log, take_log};

const void *host_extension(const char *name, size_t length) {
    return std::string(name, length) == "text/1"  ? static_cast<const void *>(&host_text)
           : std::string(name, length) == "log/1" ? static_cast<const void *>(&host_log)
                                                  : nullptr;
}

const void *no_extension(const char *, size_t) { return nullptr; }

dgm_host host = {sizeof host,    DGM_ABI_MAJOR, DGM_ABI_MINOR, nullptr,       nullptr,
                 take_candidate, nullptr,       take_finish,   host_extension};

Call recognize(const std::string &text, const std::vector<std::string> &candidates = {}, size_t limit = 5) {
    std::vector<dgm_text> tags;
    std::vector<const dgm_text *> pointers;
    for (const std::string &candidate : candidates) {
        tags.push_back({candidate.data(), candidate.size()});
    }
    for (const dgm_text &tag : tags) {
        pointers.push_back(&tag);
    }
    dgm_recognize_request request = {
        sizeof request, {text.data(), text.size()}, pointers.size(), pointers.data(), limit, 1000};
    dgm_ticket ticket;
    {
        std::lock_guard<std::mutex> guard(lock);
        ticket = ++last_ticket;
    }
    recognizer->recognize(instance, &request, ticket);
    std::lock_guard<std::mutex> guard(lock);
    Call call = calls[ticket];
    calls.erase(ticket);
    CHECK(call.finished == 1 && call.status == DGM_OK && call.candidates.size() <= limit);
    double sum = 0, before = 1;
    for (const auto &[locale, confidence] : call.candidates) {
        CHECK(confidence >= 0 && confidence <= before);
        before = confidence;
        sum += confidence;
    }
    CHECK(sum <= 1.0001);
    return call;
}

std::string best(const std::string &text, const std::vector<std::string> &candidates = {}) {
    Call call = recognize(text, candidates);
    return call.candidates.empty() ? "" : call.candidates[0].first;
}

void expect(const std::string &text, const std::string &locale,
            const std::vector<std::string> &candidates = {}) {
    std::string answer = best(text, candidates);
    if (answer != locale) {
        std::fprintf(stderr, "%s: expected %s, not %s\n", text.c_str(), locale.c_str(), answer.c_str());
        std::exit(1);
    }
}

double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

long resident_kilobytes() {
    std::ifstream file("/proc/self/statm");
    long size = 0, resident = 0;
    file >> size >> resident;
    return resident * sysconf(_SC_PAGESIZE) / 1024;
}

void texts_are_recognized() {
    expect("Speichern", "de");
    expect("Guardar cambios", "es");
    expect("Enregistrer le fichier", "fr");
    expect("The file could not be opened.", "en");
    expect("Сохранить изменения", "ru");
    expect("Зберегти зміни у файлі", "uk");
    expect("Сачувај измене у датотеци", "sr");
    expect("Da li želite da sačuvate izmene u ovoj datoteci pre nego što je zatvorite?", "sr-Latn");
    expect("Vil du lagre endringene før du lukker dokumentet? Hvis ikke går de tapt.", "nb");
    expect("Gusto mo bang i-save ang mga pagbabago bago isara ang dokumento?", "fil");
    expect("שמירת השינויים במסמך לפני הסגירה", "he");
    expect("שמירה", "he");
    expect("ווילט איר אויפֿהיטן די ענדערונגען אין דעם דאָקומענט?", "yi");
    expect("Αποθήκευση", "el");
    expect("Պահպանել", "hy");
    expect("შენახვა", "ka");
    expect("บันทึก", "th");
    expect("저장", "ko");
    expect("變更", "zh-Hant");
    expect("保存更改", "zh");
    expect("设置", "zh");
    expect("設定を保存", "ja");
    expect("ファイル", "ja");
    expect("検索", "ja");
    expect("用 Microsoft Edge 打开", "zh");
    expect("Открыть в Firefox", "ru");
    expect("حفظ التغييرات", "ar");
    expect("ذخیرهٔ تغییرات پرونده", "fa");
    expect("Ka whakaaturia nga korero katoa i konei", "mi");
}

void little_shows_nothing() {
    for (const char *text : {"x", "B", "д", "α", "123 x 45", "qzxwv kjhgfq zxcvbnm", "👍🏽 👨‍👩‍👧",
                             "\u202E\u2066\u200F", "...", "xkcdqw"}) {
        if (!recognize(text).candidates.empty()) {
            std::fprintf(stderr, "%s shows a locale: %s\n", text, best(text).c_str());
            std::exit(1);
        }
    }
}

void code_is_no_evidence() {
    expect("{count} Dateien wurden nach <b>%(folder)s</b> verschoben", "de");
    expect("打开 https://example.org/some/english/words/here", "zh");
    expect("Öffnen Sie help@example.org &nbsp; für %1$s", "de");
    for (const char *text : {"", " ", "123", "—…!?", "١٢٣", "१२३", "😀🎉", "https://example.org/about", "<br/>",
                             "%s", "{name}", "⟦1⟧", "3 × 4 = 12", "\xC2\xA0"}) {
        CHECK(recognize(text).candidates.empty());
    }
    expect("a < b und c > d, aber nicht immer", "de");
}

void candidates_restrict_the_answer() {
    expect("Guardar cambios", "pt-BR", {"pt-BR", "de"});
    expect("Speichern", "de-CH", {"fr-CH", "de-CH"});
    expect("Lagre endringene i dokumentet", "no", {"no", "de"});
    expect("שמירת השינויים", "iw", {"iw", "ar"});
    expect("保存更改", "zh-CN", {"zh-TW", "zh-CN"});
    expect("變更", "zh-TW", {"zh-CN", "zh-TW"});
    expect("變更", "zh-CN", {"zh-CN", "de"});
    expect("Сачувај измене", "sr", {"sr-Latn", "sr"});
    CHECK(best("Speichern", {"ja", "ru"}).empty());
    CHECK(recognize("Speichern", {"de", "de-AT"}).candidates.size() == 2);
    CHECK(recognize("Speichern und später öffnen", {}, 0).candidates.empty());
    recognize("Speichern", {"", "-", "x", "de--", "zzz-Zzzz-ZZ", "zh-1996"});
}

void every_text_is_survived() {
    std::string everything;
    for (UChar32 character = 1; character < 0x110000; character++) {
        if (character >= 0xD800 && character < 0xE000) {
            continue;
        }
        char bytes[4];
        int32_t length = 0;
        U8_APPEND_UNSAFE(bytes, length, character);
        everything.append(bytes, size_t(length));
        if (everything.size() > 3000) {
            recognize(everything);
            everything.clear();
        }
    }
    for (size_t shift = 0; shift < 4; shift++) {
        std::string longest(8190 + shift, 'a');
        for (int repeat = 0; repeat < 20000; repeat++) {
            longest += "ж";
        }
        recognize(longest);
    }
    for (const char *text :
         {"<", "<a", "{", "%", "%(", "%(a", "&", "&a", "@", "://", "www.", "a@b.c", "%(a)", "{{", "&#;"}) {
        recognize(text);
        recognize(std::string(text) + "ж");
    }
    /* A class that does not block returns within a millisecond or so; a slow machine is given ten times that, and the
     * sanitizers, which slow everything down, a hundred times. Only its own time counts, not that of others beside it. */
#if defined(__SANITIZE_ADDRESS__)
    constexpr double longest_time = 0.1;
#else
    constexpr double longest_time = 0.01;
#endif
    for (const std::string part : {"(", "<a", "{a", "%(a", "&a", "a@", "\"a", "a ", "ab(", "жa", "중a", "中"}) {
        std::string hostile;
        while (hostile.size() < 8192) {
            hostile += part;
        }
        double fastest = 1e9;
        for (int repeat = 0; repeat < 5; repeat++) {
            const double start = processor_seconds();
            recognize(hostile);
            fastest = std::min(fastest, processor_seconds() - start);
        }
        if (fastest > longest_time) {
            std::fprintf(stderr, "%s, repeated, takes too long\n", part.c_str());
            std::exit(1);
        }
        slowest = std::max(slowest, fastest);
    }
    /* The host hands over what a request may hold: a megabyte of one letter, or of marks that turn the writing round. */
    for (const char *part : {"a", "ж", "中", "\u202E", "\u200F", "a\u0301", "\U0001F600", "\U000E0001", "<", " "}) {
        std::string megabyte;
        while (megabyte.size() < 1 << 20) {
            megabyte += part;
        }
        recognize(megabyte);
    }
    expect("\u202EСохранить изменения\u202C \u2067в файле\u2069", "ru");
    std::string mixed;
    for (int repeat = 0; repeat < 300; repeat++) {
        mixed += "aжαあ中";
    }
    recognize(mixed);
}

void threads_do_not_meet() {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; thread++) {
        threads.emplace_back([] {
            for (int repeat = 0; repeat < 200; repeat++) {
                expect("Speichern", "de");
                expect("Сохранить изменения", "ru");
            }
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
}

dgm_provider *create(const dgm_provider_class *provider, std::string &reason) {
    dgm_instance_config config = {sizeof config, 1, {"recognizer", 10}, {"{}", 2}, {nullptr, 0}};
    char buffer[512];
    size_t length = 0;
    dgm_provider *self = provider->create(&config, buffer, sizeof buffer, &length);
    CHECK(length <= sizeof buffer);
    reason.assign(buffer, length);
    return self;
}

void make_instance(const dgm_provider_class *provider) {
    std::string reason;
    instance = create(provider, reason);
    if (instance == nullptr) {
        std::fprintf(stderr, "%s\n", reason.c_str());
        std::exit(1);
    }
}

/* A model that is missing, cut short, of another version or damaged is refused with a reason, and nothing crashes. */
void models_are_checked(const std::string &library_path) {
    namespace files = std::filesystem;
    const files::path source = files::path(library_path).parent_path() / "locales.model";
    const files::path folder = files::temp_directory_path() / ("recognizer-" + std::to_string(getpid()));
    files::create_directories(folder);
    const files::path library_copy = folder / files::path(library_path).filename(), model = folder / "locales.model";
    files::copy_file(library_path, library_copy, files::copy_options::overwrite_existing);
    void *library = dlopen(library_copy.c_str(), RTLD_NOW | RTLD_LOCAL);
    CHECK(library != nullptr);
    const dgm_plugin *plugin = reinterpret_cast<dgm_plugin_entry>(dlsym(library, "dragoman_plugin_v1"))(&host);
    CHECK(plugin != nullptr);

    std::ifstream file(source, std::ios::binary);
    const std::string sound((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto refuses = [&](const std::string &bytes, const char *word) {
        std::ofstream(model, std::ios::binary).write(bytes.data(), long(bytes.size()));
        std::string reason;
        CHECK(create(plugin->providers[0], reason) == nullptr);
        if (reason.find(word) == std::string::npos) {
            std::fprintf(stderr, "\"%s\" does not say \"%s\"\n", reason.c_str(), word);
            std::exit(1);
        }
    };
    std::string reason;
    CHECK(create(plugin->providers[0], reason) == nullptr && reason.find("cannot be opened") != std::string::npos);
    refuses("", "too short");
    refuses(sound.substr(0, 50), "too short");
    for (size_t size : {size_t(100), sound.size() / 2, sound.size() - 1}) {
        refuses(sound.substr(0, size), "not whole");
    }
    refuses(sound + "x", "not whole");
    auto damaged = [&](size_t at) {
        std::string bytes = sound;
        bytes[at] = char(bytes[at] ^ 0x10);
        return bytes;
    };
    refuses(damaged(0), "this version");
    for (size_t at : {sizeof(ModelHeader), sound.size() / 3, sound.size() / 2, sound.size() - 1}) {
        refuses(damaged(at), "damaged");
    }
    /* Every byte of the header, and numbers that would reach past the file, with a checksum that is right. */
    for (size_t at = 0; at < sizeof(ModelHeader); at++) {
        std::string bytes = sound;
        for (int value : {0, 0x7F, 0xFF}) {
            bytes[at] = char(value);
            std::ofstream(model, std::ios::binary).write(bytes.data(), long(bytes.size()));
            if (dgm_provider *self = create(plugin->providers[0], reason)) {
                plugin->providers[0]->destroy(self);
            }
        }
    }
    ModelHeader header;
    std::memcpy(&header, sound.data(), sizeof header);
    const size_t label_size = sizeof(ModelLabel) + (header.dimensions + 1) * sizeof(float);
    const size_t buckets = sizeof header + header.labels * label_size;
    for (uint32_t number : {0xFFFFFFFFu, header.ngrams + 1}) {
        std::string bytes = sound;
        std::memcpy(&bytes[buckets + 4 * 1000], &number, 4);
        ModelHeader forged = header;
        forged.checksum = model_checksum(bytes.data() + sizeof header, bytes.size() - sizeof header);
        std::memcpy(&bytes[0], &forged, sizeof forged);
        refuses(bytes, "do not fit");
    }
    std::ofstream(model, std::ios::binary).write(sound.data(), long(sound.size()));
    dgm_provider *self = create(plugin->providers[0], reason);
    CHECK(self != nullptr);
    plugin->providers[0]->destroy(self);
    files::remove_all(folder);
}

/* Answers each line of standard input with a line of locales and confidences; how much of a processor's time that took
 * goes to standard error: on a shared machine the clock on the wall tells something else. */
void answer_lines(const dgm_provider_class *provider) {
    std::vector<std::string> lines;
    for (std::string line; std::getline(std::cin, line);) {
        lines.push_back(line);
    }
    const long kilobytes_before = resident_kilobytes();
    make_instance(provider);
    std::vector<Call> answers;
    const double start = processor_seconds();
    long kilobytes = 0;
    for (const std::string &line : lines) {
        answers.push_back(recognize(line));
        if (answers.size() == 1000) {
            kilobytes = resident_kilobytes() - kilobytes_before; /* before the answers themselves take much */
        }
    }
    const double spent = processor_seconds() - start;
    for (const Call &call : answers) {
        for (const auto &[locale, confidence] : call.candidates) {
            std::printf("%s %.4f\t", locale.c_str(), confidence);
        }
        std::printf("\n");
    }
    std::fprintf(stderr, "%.3f s, %ld KiB grown\n", spent, kilobytes);
}

}  // namespace

int main(int count, char **arguments) {
    CHECK(count >= 2);
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    CHECK(library != nullptr);
    auto entry = reinterpret_cast<dgm_plugin_entry>(dlsym(library, "dragoman_plugin_v1"));
    CHECK(entry != nullptr);

    dgm_host foreign = host;
    foreign.abi_major = DGM_ABI_MAJOR + 1;
    CHECK(entry(&foreign) == nullptr);
    foreign = host;
    foreign.get_extension = no_extension;
    CHECK(entry(&foreign) == nullptr);

    const dgm_plugin *plugin = entry(&host);
    CHECK(plugin != nullptr && plugin->provider_count == 1 && warnings == 0);
    const dgm_provider_class *provider = plugin->providers[0];
    CHECK(provider->get_extension("translate/1", 11) == nullptr);
    recognizer = static_cast<const dgm_recognize *>(provider->get_extension("recognize/1", 11));
    CHECK(recognizer != nullptr);
    if (count > 2 && std::string(arguments[2]) == "answer") {
        answer_lines(provider);
        return 0;
    }
    make_instance(provider);
    texts_are_recognized();
    little_shows_nothing();
    code_is_no_evidence();
    candidates_restrict_the_answer();
    every_text_is_survived();
    threads_do_not_meet();
    provider->destroy(instance);
    models_are_checked(arguments[1]);
    std::printf("the slowest text of 8 KB takes %.2f ms\n", slowest * 1000);
    std::puts("everything holds");
}

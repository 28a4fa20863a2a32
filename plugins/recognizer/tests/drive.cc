/*
 * drive.cc: a small host, with ICU behind text/1, that loads the plugin and checks what it promises. The first
 * argument is the library; a second one, a file of lines "locale TAB group TAB text", is recognized and counted.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dlfcn.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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
std::chrono::steady_clock::duration slowest{};

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
    recognizer->recognize(nullptr, &request, ticket);
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
    /* A class that does not block returns within a millisecond or so; a slow machine is given ten times that. */
    for (const std::string part : {"(", "<a", "{a", "%(a", "&a", "a@", "\"a", "a ", "ab(", "жa", "중a", "中"}) {
        std::string hostile;
        while (hostile.size() < 8192) {
            hostile += part;
        }
        auto fastest = std::chrono::steady_clock::duration::max();
        for (int repeat = 0; repeat < 5; repeat++) {
            auto start = std::chrono::steady_clock::now();
            recognize(hostile);
            fastest = std::min(fastest, std::chrono::steady_clock::now() - start);
        }
        if (fastest > std::chrono::milliseconds(10)) {
            std::fprintf(stderr, "%s, repeated, takes too long\n", part.c_str());
            std::exit(1);
        }
        slowest = std::max(slowest, fastest);
    }
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

void measure(const char *path) {
    struct Count {
        int right = 0, exact = 0, all = 0;
    };
    auto fold = [](std::string tag) {
        tag = tag.substr(0, tag.find_first_of("-_@"));
        return tag == "no" ? std::string("nb") : tag;
    };
    std::map<std::string, std::map<std::string, Count>> counts;
    std::map<std::string, int> mistakes;
    std::map<int, std::pair<double, Count>> calibration;
    std::ifstream file(path);
    int texts = 0;
    std::chrono::steady_clock::duration spent{};
    for (std::string line; std::getline(file, line);) {
        size_t first = line.find('\t'), second = line.find('\t', first + 1);
        std::string locale = line.substr(0, first), group = line.substr(first + 1, second - first - 1),
                    text = line.substr(second + 1);
        auto start = std::chrono::steady_clock::now();
        Call call = recognize(text);
        spent += std::chrono::steady_clock::now() - start;
        texts++;
        std::string answer = call.candidates.empty() ? "und" : call.candidates[0].first;
        double confidence = call.candidates.empty() ? 0 : call.candidates[0].second;
        Count &count = counts[group][locale];
        count.all++;
        bool right = fold(answer) == fold(locale);
        count.right += right;
        std::string exact = locale == "zh_CN"      ? "zh"
                            : locale == "zh_TW"    ? "zh-Hant"
                            : locale == "sr@latin" ? "sr-Latn"
                                                   : fold(locale);
        count.exact += answer == exact;
        if (!right) {
            mistakes[group + " " + locale + ">" + answer]++;
        }
        auto &[sum, tally] = calibration[int(confidence * 10)];
        sum += confidence;
        tally.right += right;
        tally.all++;
    }
    for (const auto &[group, locales] : counts) {
        double sum = 0;
        std::printf("\n%s:", group.c_str());
        for (const auto &[locale, count] : locales) {
            sum += double(count.right) / count.all;
            std::printf(" %s %.0f(%.0f)", locale.c_str(), 100.0 * count.right / count.all,
                        100.0 * count.exact / count.all);
        }
        std::printf("\n%s: macro average %.1f %% of %zu locales\n", group.c_str(),
                    100 * sum / double(locales.size()), locales.size());
    }
    std::printf("\nconfidence, share that is right, texts:\n");
    for (const auto &[bucket, entry] : calibration) {
        std::printf("  %.2f %.2f %d\n", entry.first / entry.second.all,
                    double(entry.second.right) / entry.second.all, entry.second.all);
    }
    std::vector<std::pair<int, std::string>> worst;
    for (const auto &[mistake, count] : mistakes) {
        worst.emplace_back(-count, mistake);
    }
    std::sort(worst.begin(), worst.end());
    for (size_t index = 0; index < worst.size() && index < 60; index++) {
        std::printf("%s %d, ", worst[index].second.c_str(), -worst[index].first);
    }
    std::printf("\n%.1f microseconds a text\n",
                std::chrono::duration<double, std::micro>(spent).count() / texts);
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
    dgm_instance_config config = {sizeof config, 1, {"recognizer", 10}, {"{}", 2}, {nullptr, 0}};
    size_t reason_length = 0;
    dgm_provider *self = provider->create(&config, nullptr, 0, &reason_length);
    CHECK(self != nullptr);

    if (count > 2) {
        measure(arguments[2]);
        return 0;
    }
    texts_are_recognized();
    code_is_no_evidence();
    candidates_restrict_the_answer();
    every_text_is_survived();
    threads_do_not_meet();
    provider->destroy(self);
    std::printf("the slowest text of 8 KB takes %.2f ms\n", std::chrono::duration<double, std::milli>(slowest).count());
    std::puts("everything holds");
}
